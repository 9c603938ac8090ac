"""An institute is an organisation, a page of the site and a collection of media: one row says which."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Page

from lms.people.models.organisation import Organisation, within


class InstitutePlace(models.Model):
    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="place", verbose_name=_("institute"))
    page = models.OneToOneField(Page, models.PROTECT, related_name="+", verbose_name=_("page"))
    collection = models.OneToOneField(Collection, models.PROTECT, related_name="+", verbose_name=_("collection"))

    class Meta:
        verbose_name = _("institute's place")
        verbose_name_plural = _("institutes' places")
        ordering = ["organisation"]

    def __str__(self) -> str:
        return str(self.organisation)


def taught_at(*institutes: Organisation, prefix: str) -> models.Q:
    """A condition: the page reached by `prefix` ("edition__module__", say) is of one of these institutes. One query."""
    condition = models.Q(pk__in=[])
    places = InstitutePlace.objects.filter(within(*institutes, prefix="organisation__"))
    for path in places.values_list("page__path", flat=True):
        condition |= models.Q(**{f"{prefix}path__startswith": path})
    return condition
