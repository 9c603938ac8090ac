"""The look in one file: its small style sheets, in order, put together when the site starts: nothing to build."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

FOLDER = Path(__file__).parent / "static/cms/css"
NAME = "cms/css/look.css"
"""Beside its parts, so that what they point to is at the same place."""
PARTS = [
    "tokens",
    "fonts",
    "base",
    "header",
    "controls",
    "cards",
    "status",
    "learning",
    "competence",
    "table",
    "figure",
]
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def join_sheets() -> str:
    """The parts without comments nor indentation: what a browser reads, and fewer bytes on the road."""
    rules = (COMMENT.sub("", (FOLDER / f"{part}.css").read_text(encoding="utf-8")) for part in PARTS)
    lines = (line.strip() for sheet in rules for line in sheet.splitlines())
    return "\n".join(line for line in lines if line) + "\n"


class JoinedSheets(BaseFinder):
    """Finds `NAME` for whoever serves or collects static files; written again when a part has changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.DATA_DIR / "joined")

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != NAME:
            return []
        found = str(self._write())
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        self._write()
        yield NAME, self.storage

    def _write(self) -> Path:
        """The race: two processes start at once and write the same words; each puts a whole file in place."""
        path, content = Path(self.storage.path(NAME)), join_sheets()
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_suffix(f".{id(self)}")
            fresh.write_text(content, encoding="utf-8")
            fresh.replace(path)
        return path
