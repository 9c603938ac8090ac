"""Module 1 in English: every sentence of the French files is said, and nothing else differs."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.conf import settings

from modules.loading.schema import ModuleFile, read_activity, read_module, read_questions

FRENCH = settings.FIXTURES / "modules" / "comprendre-la-precarite-numerique"
ENGLISH = FRENCH / "en"
FILES = sorted(path.name for path in FRENCH.glob("*.yaml") if path.name != "session.yaml")
"""All but the trainer’s sheet: rooms are French ones."""
WORDS = {"name", "text", "title", "label"}


def shape(value: Any) -> Any:
    """The value with each sentence replaced by whether there is one: keys, codes, numbers and marks stay."""
    if isinstance(value, dict):
        return {name: shape(part) for name, part in value.items()}
    if isinstance(value, list):
        return [shape(part) for part in value]
    return bool(value) if isinstance(value, str) and not is_code(value) else value


def is_code(value: str) -> bool:
    return value.isascii() and " " not in value and (value.islower() or any(each.isdigit() for each in value))


@pytest.mark.parametrize("name", FILES)
def test_each_file_has_its_english_one_of_the_same_shape(name: str) -> None:
    said = msgspec.yaml.decode((ENGLISH / name).read_bytes())
    written = msgspec.yaml.decode((FRENCH / name).read_bytes())
    if name == "module.yaml":
        own = {"key": said["key"], "language": "en", "translates": written["key"]}
        assert said == said | own
        written = {"language": "en", "translates": written["key"]} | written | {"key": said["key"]}
    assert shape(said) == shape(written)


def test_the_english_files_fit_their_shape() -> None:
    assert isinstance(read_module((ENGLISH / "module.yaml").read_bytes()), ModuleFile)
    assert read_questions((ENGLISH / "questions.yaml").read_bytes())
    for name in FILES:
        if name[0].isdigit():
            assert read_activity((ENGLISH / name).read_bytes())


@pytest.mark.parametrize("name", FILES)
def test_no_french_sentence_is_left_in_the_english(name: str) -> None:
    text = (ENGLISH / name).read_text(encoding="utf-8")
    assert not any(sign in text for sign in "«»")
    words = {word.strip(".,:;?“”()").lower() for word in text.split()}
    assert not words & {"vous", "elle", "les", "une", "est", "avec", "personne"}


def test_the_folder_of_the_translation_is_read_after_the_modules() -> None:
    folders: list[Path] = sorted(each.parent for each in FRENCH.parent.glob("*/*/module.yaml"))
    assert ENGLISH in folders
