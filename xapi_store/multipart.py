"""multipart/mixed, as statements and their attachments travel (Communication 1.5.2): read and written by hand.

Strict on purpose: what is not exactly a sequence of parts between boundaries is refused, never repaired.
"""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_BOUNDARY = re.compile(
    r"""[^;]+;(?:.*;)?\s*boundary=(?:"(?P<quoted>[^"]{1,70})"|(?P<bare>[^\s;"]{1,70}))""", re.IGNORECASE
)


class NotMultipart(ValueError):  # noqa: N818 (the name says what happened)
    """The body is not what its Content-Type says."""


@dataclass(frozen=True, slots=True)
class Part:
    """Headers by lower-case name."""

    headers: Mapping[str, str]
    content: bytes


def read_parts(content_type: str, body: bytes) -> list[Part]:
    match = _BOUNDARY.match(content_type)
    if match is None:
        raise NotMultipart("The Content-Type names no boundary.")
    boundary = b"--" + (match["quoted"] or match["bare"]).encode()
    # Lines end with CRLF; the first boundary may open the body.
    pieces = (b"\r\n" + body).split(b"\r\n" + boundary)
    if len(pieces) < 3 or not pieces[-1].startswith(b"--"):
        raise NotMultipart("The body is not made of parts between its boundaries.")
    return [_read_part(piece) for piece in pieces[1:-1]]


def _read_part(piece: bytes) -> Part:
    opening, found, rest = piece.partition(b"\r\n")
    if not found or opening.strip():
        raise NotMultipart("A boundary does not stand alone on its line.")
    head, found, content = (b"\r\n" + rest).partition(b"\r\n\r\n")
    if not found:
        raise NotMultipart("A part has no empty line after its headers.")
    headers: dict[str, str] = {}
    for line in head.decode("latin-1").split("\r\n")[1:]:
        name, colon, value = line.partition(":")
        if not colon:
            raise NotMultipart("A part has a header that cannot be read.")
        headers[name.strip().lower()] = value.strip()
    return Part(headers, content)


def write_parts(parts: Iterable[Part]) -> tuple[str, bytes]:
    """The Content-Type and the body."""
    boundary = secrets.token_hex(16)
    lines: list[bytes] = []
    for part in parts:
        headers = "".join(f"{name}: {value}\r\n" for name, value in part.headers.items())
        lines.append(f"--{boundary}\r\n{headers}\r\n".encode() + part.content + b"\r\n")
    return f'multipart/mixed; boundary="{boundary}"', b"".join(lines) + f"--{boundary}--\r\n".encode()
