"""Reasons and next steps, said in the reader's language. Stored as data, so that a sentence can be bettered later."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext

from competencies.days import write_day


def _graded(values: Mapping[str, Any]) -> str:
    return gettext("Graded activity finished on %(day)s.") % values


def _test(values: Mapping[str, Any]) -> str:
    return gettext("Test passed on %(day)s.") % values


def _practice(values: Mapping[str, Any]) -> str:
    return (
        ngettext(
            "Practice at the threshold on %(day)s.",
            "%(count)s practices at the threshold, the last one on %(day)s.",
            values["count"],
        )
        % values
    )


def _unaided_practice(values: Mapping[str, Any]) -> str:
    return (
        ngettext(
            "Practice passed without a hint that shows it on %(day)s.",
            "%(count)s practices passed without a hint that shows it, the last one on %(day)s.",
            values["count"],
        )
        % values
    )


def _note(values: Mapping[str, Any]) -> str:
    return gettext("Reflective note validated on %(day)s.") % values


def _observation(values: Mapping[str, Any]) -> str:
    return (
        ngettext(
            "Seen in practice by one person on %(day)s.",
            "Seen in practice by %(count)s people, the last time on %(day)s.",
            values["count"],
        )
        % values
    )


def _support_observation(values: Mapping[str, Any]) -> str:
    return gettext("Seen supporting a colleague on %(day)s.") % values


def _prior_learning(values: Mapping[str, Any]) -> str:
    return gettext("Prior learning accepted on %(day)s.") % values


REASONS = {
    "graded": _graded,
    "test": _test,
    "practice": _practice,
    "unaided_practice": _unaided_practice,
    "note": _note,
    "observation": _observation,
    "support_observation": _support_observation,
    "prior_learning": _prior_learning,
}


def _next_sentence(code: str, values: Mapping[str, Any]) -> str:
    sentences = {
        "graded": gettext("For level %(level)s: finish a graded activity."),
        "test": gettext("For level %(level)s: pass a test."),
        "practice": gettext("For level %(level)s: pass a practice, hints allowed."),
        "practice_or_test": gettext("For level %(level)s: pass a test, or a practice with hints allowed."),
        "note_or_practice_or_test": gettext(
            "For level %(level)s: pass a test, or a practice with hints allowed, or have a reflective note validated."
        ),
        "unaided_practice": ngettext(
            "For level %(level)s: pass a practice without a hint that shows it.",
            "For level %(level)s: pass %(count)s practices in different situations, without a hint that shows it.",
            values["count"],
        ),
        "note": gettext("For level %(level)s: have a reflective note validated."),
        "observation": ngettext(
            "For level %(level)s: be seen in practice by one more person.",
            "For level %(level)s: be seen in practice by %(count)s different people.",
            values["count"],
        ),
        "support_observation": gettext("For level %(level)s: be seen supporting a colleague."),
        "prior_learning": gettext("For level %(level)s: have a document of prior learning accepted."),
        "closer_in_time": gettext("For level %(level)s: the measures are too far apart, pass the oldest one again."),
        "closer_in_time_seen": gettext(
            "For level %(level)s: the observations are too old or the level below is to be renewed; be seen again."
        ),
        "renew_later": gettext("To renew on %(day)s: one practice passed is enough."),
        "renew_now": gettext("To renew since %(day)s: one practice passed is enough."),
        "renew_later_seen": gettext("To renew on %(day)s: be seen in practice again."),
        "renew_now_seen": gettext("To renew since %(day)s: be seen in practice again."),
    }
    return sentences.get(code, gettext("For level %(level)s: read its rule.")) % values


def reason_sentences(reasons: Iterable[Mapping[str, Any]]) -> list[str]:
    """One sentence a reason, in their order."""
    return [REASONS[reason["code"]](_with_day(reason)) for reason in reasons]


def next_step_sentences(steps: Iterable[Mapping[str, Any]]) -> list[str]:
    return [_next_sentence(step["code"], _with_day(step)) for step in steps]


def _with_day(values: Mapping[str, Any]) -> dict[str, Any]:
    day = write_day(date.fromisoformat(values["on"]), "DATE_FORMAT") if values["on"] else ""
    return {**values, "day": day}
