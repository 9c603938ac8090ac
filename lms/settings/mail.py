"""The server that sends the messages, from SMTP_URL."""

import os
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from lms.settings.environment import read

DEFAULT_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


class Mail(NamedTuple):
    host: str
    port: int
    user: str
    password: str
    use_tls: bool
    use_ssl: bool


def read_mail(environ: Mapping[str, str] = os.environ) -> Mail:
    """smtp://, smtp+tls:// (STARTTLS) or smtps://user:password@host:port; this machine's port 25 without a variable."""
    url = urlsplit(read("SMTP_URL", "smtp://localhost", environ))
    try:
        port = url.port or DEFAULT_PORTS[url.scheme]
    except (KeyError, ValueError) as error:
        raise ImproperlyConfigured("SMTP_URL doit ressembler à smtp+tls://nom:motdepasse@machine:587") from error
    name, password = unquote(url.username or ""), unquote(url.password or "")
    return Mail(url.hostname or "localhost", port, name, password, url.scheme == "smtp+tls", url.scheme == "smtps")
