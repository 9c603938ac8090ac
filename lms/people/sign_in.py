"""Sign-in with django-allauth, by e-mail address, in words that say what to do next."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm as AllauthLoginForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ClosedSignup(DefaultAccountAdapter):
    """Accounts are opened by an employer or an institute: nobody signs up alone."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "This password does not match this address. Check the capital letters, or choose a new password."
        ),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again or choose a new password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class LoginForm(AllauthLoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label = _("E-mail address")
        login.error_messages["required"] = _("Enter your e-mail address.")
        login.error_messages["invalid"] = _("This address is not complete. It looks like prenom.nom@structure.fr.")
        password.error_messages["required"] = _("Enter your password.")
        for field in (login, password):
            field.widget.attrs.pop("placeholder", None)
