"""A statement in one line that a person reads: who did what to what. Who is a pseudonym, cut short."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from xapi_store.keys import key_of
from xapi_store.languages import choose_language
from xapi_store.models import Activity, Statement

_ADL: Final = "http://adlnet.gov/expapi/verbs/"
_SENTENCES: Final = {
    f"{_ADL}answered": _("%(who)s answered “%(what)s”"),
    f"{_ADL}attempted": _("%(who)s began “%(what)s”"),
    f"{_ADL}attended": _("%(who)s attended “%(what)s”"),
    f"{_ADL}commented": _("%(who)s commented on “%(what)s”"),
    f"{_ADL}completed": _("%(who)s finished “%(what)s”"),
    f"{_ADL}experienced": _("%(who)s went through “%(what)s”"),
    f"{_ADL}failed": _("%(who)s has not passed “%(what)s” yet"),
    f"{_ADL}initialized": _("%(who)s opened “%(what)s”"),
    f"{_ADL}interacted": _("%(who)s used “%(what)s”"),
    f"{_ADL}launched": _("%(who)s launched “%(what)s”"),
    f"{_ADL}mastered": _("%(who)s mastered “%(what)s”"),
    f"{_ADL}passed": _("%(who)s passed “%(what)s”"),
    f"{_ADL}progressed": _("%(who)s made progress in “%(what)s”"),
    f"{_ADL}registered": _("%(who)s enrolled in “%(what)s”"),
    f"{_ADL}resumed": _("%(who)s resumed “%(what)s”"),
    f"{_ADL}scored": _("%(who)s got a score in “%(what)s”"),
    f"{_ADL}suspended": _("%(who)s suspended “%(what)s”"),
    f"{_ADL}terminated": _("%(who)s closed “%(what)s”"),
    f"{_ADL}voided": _("%(who)s voided the statement %(what)s"),
    "https://w3id.org/xapi/adl/verbs/abandoned": _("%(who)s abandoned “%(what)s”"),
    "https://w3id.org/xapi/adl/verbs/satisfied": _("%(who)s satisfied “%(what)s”"),
    "https://w3id.org/xapi/adl/verbs/waived": _("%(who)s was exempted from “%(what)s”"),
}
_SHOWN: Final = 8  # characters of a pseudonym
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    id: UUID
    stored: datetime
    sentence: str
    authority: str
    voided: bool


def write_lines(statements: Sequence[Statement]) -> list[Line]:
    """One query for the names of all their activities."""
    told = [statement.as_json() for statement in statements]
    names = _names(told)
    return [
        Line(one.statement_id, one.stored, write_sentence(json, names), name_of(json["authority"]), one.voided)
        for one, json in zip(statements, told, strict=True)
    ]


def write_sentence(told: Json, names: Mapping[str, str]) -> str:
    verb = told["verb"]["id"]
    words = {"who": name_of(told["actor"]), "what": _thing(told["object"], names)}
    if verb in _SENTENCES:
        return str(_SENTENCES[verb]) % words
    return gettext("%(who)s %(verb)s “%(what)s”") % {**words, "verb": _verb(told["verb"])}


def name_of(actor: Json) -> str:
    """What tells two actors apart without naming anybody: never `name`, and no whole address."""
    if "account" in actor:
        name = str(actor["account"]["name"])
        return name if len(name) <= 2 * _SHOWN or name.startswith("credential-") else f"{name[:_SHOWN]}…"
    if "mbox" in actor:
        return f"{actor['mbox'].removeprefix('mailto:')[:2]}…@{actor['mbox'].rpartition('@')[2]}"
    if "member" in actor:
        count = len(actor["member"])
        return ngettext("a group of %(count)s", "a group of %(count)s", count) % {"count": count}
    return f"{str(actor.get('mbox_sha1sum') or actor.get('openid', '?'))[:_SHOWN]}…"


def _verb(verb: Json) -> str:
    return _chosen(verb.get("display")) or verb["id"].rstrip("/").rpartition("/")[2]


def _thing(target: Json, names: Mapping[str, str]) -> str:
    kind = target.get("objectType", "Activity")
    if kind == "Activity":
        return names.get(target["id"]) or _chosen(target.get("definition", {}).get("name")) or str(target["id"])
    if kind == "StatementRef":
        return str(target["id"])
    if kind == "SubStatement":
        return write_sentence(target, names)
    return name_of(target)


def _chosen(words: Any) -> str:
    chosen: Mapping[str, str] = choose_language(words, [get_language() or "fr", "fr"]) if words else {}
    return next(iter(chosen.values()), "")


def _names(told: Iterable[Json]) -> dict[str, str]:
    """The canonical names of the activities that are the object of these."""
    ids = {one["object"]["id"] for one in told if one["object"].get("objectType", "Activity") == "Activity"}
    rows = Activity.objects.filter(key__in=[key_of("activity", iri) for iri in ids]).order_by("key")
    return {row.iri: _chosen(msgspec.json.decode(row.definition).get("name")) for row in rows}
