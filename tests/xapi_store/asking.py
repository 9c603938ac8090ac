"""Asking the store over HTTP, as any client would: through the URLs of the site, with a credential."""

import base64
import json
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client

from xapi_store.models import Credential

MULTIPART = 'multipart/mixed; boundary="parting"'


class Asker:
    """One credential and one version."""

    def __init__(self, *scopes: str, version: str | None = "1.0.3", **limits: Any) -> None:
        name = f"asker {Credential.objects.count()}"
        self.credential, secret = Credential.objects.open(name, scopes or ("all",), **limits)
        pair = base64.b64encode(f"{self.credential.key}:{secret}".encode()).decode()
        self.headers = {"Authorization": f"Basic {pair}"}
        self.secret = secret
        if version:
            self.headers["X-Experience-API-Version"] = version

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        /,
        content_type: str = "application/json",
        headers: dict[str, str] | None = None,
        **parameters: Any,
    ) -> HttpResponse:
        """A parameter that is not text is said in JSON."""
        said = {name: value if isinstance(value, str) else json.dumps(value) for name, value in parameters.items()}
        content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        return Client().generic(
            method,
            f"/xapi/{path}" + (f"?{urlencode(said)}" if said else ""),
            content,
            content_type,
            headers={**self.headers, **(headers or {})},
        )

    def get(self, path: str = "statements", /, **parameters: Any) -> HttpResponse:
        return self.ask("GET", path, **parameters)

    def post(self, body: Any, path: str = "statements", /, **parameters: Any) -> HttpResponse:
        return self.ask("POST", path, body, **parameters)

    def put(self, body: Any, path: str = "statements", /, **parameters: Any) -> HttpResponse:
        return self.ask("PUT", path, body, **parameters)

    def find(self, **parameters: Any) -> list[str]:
        """The ids that a search answers, page after page."""
        page = self.get(**parameters).json()
        ids = [statement["id"] for statement in page["statements"]]
        while page["more"]:
            page = Client().get(page["more"], headers=self.headers).json()
            ids += [statement["id"] for statement in page["statements"]]
        return ids

    def say(self, *statements: dict[str, Any]) -> list[str]:
        """Store these, and give their ids."""
        answer = self.post(list(statements))
        assert answer.status_code == 200, answer.content
        return list(answer.json())


def join(*parts: tuple[dict[str, str], bytes]) -> bytes:
    """The body of a MULTIPART request."""
    lines = [b"--parting\r\n" + _write_headers(headers) + b"\r\n" + content for headers, content in parts]
    return b"\r\n".join([*lines, b"--parting--\r\n"])


def _write_headers(headers: dict[str, str]) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode()
