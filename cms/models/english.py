"""What a text of a page says in English, word for word: a text that has changed is French again until somebody says it.

One row a text, whichever page it stands on: an editor writes a word of the house once.
"""

from hashlib import sha256
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.said_again import plain


def digest_of_text(text: str) -> str:
    return sha256(plain(text).encode()).hexdigest()


class EnglishText(models.Model):
    standard = models.TextField(
        _("text in French"), help_text=_("As it stands on the page: a title, a paragraph, a line.")
    )
    english = models.TextField(_("text in English"), help_text=_("**bold** and [words](/address/) as in other texts."))
    digest = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("text in English")
        verbose_name_plural = _("texts in English")
        ordering = ["standard"]

    def __str__(self) -> str:
        return self.standard[:80]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.digest = digest_of_text(self.standard)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.digest = digest_of_text(self.standard)


def english_of(texts: list[str]) -> dict[str, str]:
    """The English of those of these texts that have some. One query."""
    wanted = {digest_of_text(text): text for text in texts}
    rows = EnglishText.objects.filter(digest__in=wanted).values_list("digest", "english")
    return {wanted[digest]: english for digest, english in rows}
