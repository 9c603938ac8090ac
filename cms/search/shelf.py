"""What is found and is no page of the studio: texts that come with the code, such as sheets to print.

Another room puts a reader on the shelf when the site starts; the search asks it at each question.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cms.search.words import WORD, matches, split_words, stem


@dataclass(frozen=True)
class Leaflet:
    address: str
    title: str
    text: str


Reader = Callable[[], Iterable[Leaflet]]
_readers: list[Reader] = []


def put_on_shelf(reader: Reader) -> None:
    """Once for each reader, however often the site is set up."""
    if reader not in _readers:
        _readers.append(reader)


def look_on_shelf(asked: str) -> list[Leaflet]:
    """Those that hold every word of the question in one of its forms; a title says more than a text."""
    stems = [stem(word) for word in split_words(asked)]
    found = [each for reader in _readers for each in reader() if _holds(f"{each.title} {each.text}", stems)]
    return sorted(found, key=lambda each: not _holds(each.title, stems))


def _holds(text: str, stems: list[str]) -> bool:
    words = WORD.findall(text)
    return all(any(matches(word, [wanted]) for word in words) for wanted in stems)
