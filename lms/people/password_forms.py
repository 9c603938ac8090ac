"""A new password with django-allauth: each sentence says what to type."""

from typing import Any

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.forms import ResetPasswordKeyForm as AllauthResetPasswordKeyForm
from django.utils.translation import gettext_lazy as _

ADDRESS_SENTENCES = {
    "required": _("Enter your e-mail address."),
    "invalid": _("This address is not complete. It looks like prenom.nom@structure.fr."),
}
PASSWORD_SENTENCES = {
    "oldpassword": _("Enter the password you have today."),
    "password1": _("Enter the new password."),
    "password2": _("Enter the new password again: a typing mistake shows so."),
}


class ChangePasswordForm(AllauthChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_what_to_type(self.fields)


class ResetPasswordKeyForm(AllauthResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_what_to_type(self.fields)


class ResetPasswordForm(AllauthResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        address = self.fields["email"]
        address.label = _("E-mail address")
        address.error_messages |= ADDRESS_SENTENCES


def _say_what_to_type(fields: dict[str, Any]) -> None:
    for name, sentence in PASSWORD_SENTENCES.items():
        if name in fields:
            fields[name].error_messages["required"] = sentence
