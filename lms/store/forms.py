"""What is typed on the screens of the store."""

import json
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xapi_store.identity import read_identity
from xapi_store.keys import key_of, registration_key
from xapi_store.models import Credential, ForwardingTarget
from xapi_store.models.credential import Scope
from xapi_store.outgoing import AddressRefused, check_address
from xapi_store.searching import Search
from xapi_store.sid import first_at
from xapi_store.spec.iri import is_iri
from xapi_store.spec.refusal import StatementRefused


class IriField(forms.CharField):
    """An IRI, whatever its scheme."""

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if text and not is_iri(text):
            raise forms.ValidationError(_("This is no IRI: it starts with a scheme, for example https://."))
        return text


class AgentField(forms.CharField):
    """An Agent in JSON, an e-mail address, or the name of an account of ours. Cleaned to JSON."""

    default_error_messages = {"agent": _("This agent cannot be read. Type its JSON, an address or its account name.")}

    def clean(self, value: Any) -> str:
        text: str = super().clean(value).strip()
        if not text:
            return ""
        said = text if text.startswith("{") else json.dumps(_write_agent(text))
        try:
            read_identity(said)
        except StatementRefused:
            raise forms.ValidationError(self.error_messages["agent"], code="agent") from None
        return said


def _write_agent(text: str) -> dict[str, Any]:
    if "@" in text:
        return {"mbox": f"mailto:{text.removeprefix('mailto:')}"}
    return {"account": {"homePage": settings.STATEMENT_IRI_BASE, "name": text}}


class SearchForm(forms.Form):
    agent = AgentField(label=_("Agent"), required=False, help_text=_("Pseudonym, e-mail address, or JSON."))
    verb = IriField(label=_("Verb (IRI)"), required=False)
    activity = IriField(label=_("Activity (IRI)"), required=False)
    registration = forms.UUIDField(label=_("Registration"), required=False)
    related = forms.BooleanField(label=_("Also in the context, or referred to"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    after = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def search(self) -> Search:
        """The same search as GET /statements, newest first."""
        said: dict[str, Any] = self.cleaned_data
        registration: UUID | None = said["registration"]
        return Search(
            agent=key_of("agent", read_identity(said["agent"])) if said["agent"] else None,
            related_agents=said["related"],
            activity=key_of("activity", said["activity"]) if said["activity"] else None,
            related_activities=said["related"],
            verb=key_of("verb", said["verb"]) if said["verb"] else None,
            registration=registration_key(registration) if registration else None,
            above=_midnight(said["since"]) - 1 if said["since"] else 0,
            below=min(
                said["after"] or 2**63 - 1,
                _midnight(said["until"] + timedelta(days=1)) if said["until"] else 2**63 - 1,
            ),
        )


def _midnight(day: Any) -> int:
    """The first place of that day, here."""
    return max(1, first_at(timezone.make_aware(datetime.combine(day, time()))))


class CredentialForm(forms.ModelForm[Credential]):
    scopes = forms.MultipleChoiceField(
        label=_("What it opens"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Credential
        fields = (
            "name", "scopes", "activity_prefix", "only_registration", "may_give_evidence", "expires_at", "rate_limit",
        )  # fmt: skip
        widgets = {"expires_at": forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")}


class TargetForm(forms.ModelForm[ForwardingTarget]):
    endpoint = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=_("The address of the other store, without “statements” at its end."),
    )
    verb = IriField(label=_("Only this verb (IRI)"), required=False)
    activity = IriField(label=_("Only what names this activity (IRI)"), required=False)
    agent = AgentField(
        label=_("Only what names this agent"), required=False, help_text=_("Pseudonym, e-mail address, or JSON.")
    )
    secret = forms.CharField(label=_("Secret"), max_length=500, widget=forms.PasswordInput)
    from_start = forms.BooleanField(label=_("Send what is already stored as well"), required=False)

    class Meta:
        model = ForwardingTarget
        fields = ("name", "endpoint", "key", "secret", "verb", "activity", "agent", "registration", "from_start")

    def clean_endpoint(self) -> str:
        endpoint: str = self.cleaned_data["endpoint"]
        try:
            check_address(endpoint)
        except AddressRefused:
            raise forms.ValidationError(
                _("We do not send to this address: it must start with https:// and lead outside private networks.")
            ) from None
        return endpoint
