"""What is written for the people who run the house says everything there is."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DEPLOYMENT = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
READ = re.compile(r"""\bread(?:_\w+)?\(\s*["']([A-Z][A-Z0-9_]+)["']""")


def variables_read() -> set[str]:
    sources = [*(ROOT / "lms").rglob("*.py")]
    found = {name for source in sources for name in READ.findall(source.read_text(encoding="utf-8"))}
    return found | {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}


def test_every_variable_is_in_the_table_of_the_deployment_page() -> None:
    described = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", DEPLOYMENT, re.MULTILINE))
    assert variables_read() == described


def test_every_command_of_make_says_what_it_does() -> None:
    phony = set(re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split())  # type: ignore[index]
    shown = set(re.findall(r"^([a-z-]+):.*?## \S", MAKEFILE, re.MULTILINE))
    assert phony - shown == {"python-present", "node-present", "browser-present"}


def test_the_two_commands_are_in_the_first_page() -> None:
    first_page = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make run" in first_page
    assert "make test" in first_page
