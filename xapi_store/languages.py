"""Which words to give to whom: one language of each map, by the Accept-Language header (RFC 2616 §14.4)."""

from collections.abc import Mapping, Sequence


def read_accept_language(header: str) -> list[str]:
    """The languages asked for, in lower case, the most wanted first; what cannot be read is left out."""
    wanted: list[tuple[float, int, str]] = []
    for position, part in enumerate(header.split(",")[:50]):
        tag, _, quality = part.strip().partition(";")
        weight = _read_quality(quality)
        if tag and weight > 0:
            wanted.append((-weight, position, tag.strip().lower()))
    return [tag for _, _, tag in sorted(wanted)]


def _read_quality(text: str) -> float:
    name, _, value = text.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 1.0


def choose_language(texts: Mapping[str, str], wanted: Sequence[str]) -> dict[str, str]:
    """One entry of the map: the first language wanted that is there (or a variety of it), else the first entry."""
    for language in wanted:
        for tag, text in texts.items():
            if language in {"*", tag.lower()} or tag.lower().startswith(f"{language}-"):
                return {tag: text}
        for tag, text in texts.items():
            if language.startswith(f"{tag.lower()}-"):
                return {tag: text}
    return dict(list(texts.items())[:1])
