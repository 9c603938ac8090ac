"""Nothing of ours waits for another machine without an end."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

CALLS = {"urlopen", "HTTPConnection", "HTTPSConnection", "create_connection", "SMTP", "SMTP_SSL", "Client"}
VERBS = {f"{library}.{verb}" for library in ("requests", "httpx") for verb in ("get", "post", "put", "head", "request")}
PACKAGES = ("lms", "modules", "cms", "competencies", "xapi_store")


def outgoing(source: str) -> Iterator[ast.Call]:
    """The calls that open a connection. Django's test client is called Client too: nobody imports it here."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name.rpartition(".")[2] in CALLS or name in VERBS:
                yield node


def has_an_end(call: ast.Call) -> bool:
    return "timeout" in {keyword.arg for keyword in call.keywords}


@pytest.mark.parametrize("package", PACKAGES)
def test_every_outgoing_call_says_when_it_gives_up(package: str) -> None:
    for path in sorted((Path(settings.ROOT) / package).rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        endless = [ast.unparse(call) for call in outgoing(source) if not has_an_end(call)]
        assert endless == [], path
        assert "RemoteLRS" not in source, f"{path}: RemoteLRS has no time-out"


def test_the_search_sees_a_call_without_an_end() -> None:
    (call,) = outgoing("http.client.HTTPConnection('x', 80)")
    assert not has_an_end(call)
    (call,) = outgoing("urlopen('x', timeout=3)")
    assert has_an_end(call)
