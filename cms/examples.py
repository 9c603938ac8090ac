"""Real words for the previews of blocks: those of the pages that a new site starts with (fixtures/site)."""

from collections.abc import Callable
from functools import cache, partial, reduce
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings


def example(file: str, *way: str | int) -> Callable[[], Any]:
    """What stands at the end of this way in a file: `example("home", "trial", 0)`. Read when an editor looks."""
    return partial(_take, file, way)  # a function would become a method of the block's options


def _take(file: str, way: tuple[str | int, ...]) -> Any:
    return reduce(lambda found, step: found[step], way, _read(file))


@cache
def _read(file: str) -> Any:
    return yaml.safe_load((Path(settings.FIXTURES) / "site" / f"{file}.yaml").read_text(encoding="utf-8"))
