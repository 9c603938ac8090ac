"""Calls to other stores: only to public addresses over https, each with its time-outs, no redirect followed.

urllib3, because a call must go to the very address that was checked (a name may answer another one a moment later),
with the certificate of the name; and because it follows nothing and reads no proxy from the environment by itself.
"""

import base64
import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

import urllib3
from django.utils import timezone
from django.utils.translation import gettext as _
from urllib3.exceptions import HTTPError

from xapi_store.configuration import configuration

TIMEOUT: Final = urllib3.Timeout(connect=5, read=30, total=60)  # seconds
_MOST_READ: Final = 64_000  # bytes of an answer
_TRANSLATED: Final = ipaddress.ip_network("64:ff9b::/96")  # NAT64: any IPv4 address behind an IPv6 one


class AddressRefused(ValueError):  # noqa: N818 (the name says what happened)
    """We do not call this address, whatever answers there."""


class NoAnswer(Exception):  # noqa: N818
    """Nobody answered in time, or not over HTTP."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def wait(self) -> float:
        """The seconds that the other end asks us to wait; 0 when it does not say."""
        said = self.headers.get("retry-after", "").strip()
        if said.isascii() and said.isdigit():
            return float(said[:9])
        try:
            return max(0.0, (parsedate_to_datetime(said) - timezone.now()).total_seconds())
        except (ValueError, TypeError):
            return 0.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address leads: what was said, and the IP address to call."""

    scheme: str
    host: str
    port: int
    path: str
    ip: str


def check_address(address: str) -> None:
    """AddressRefused for what can be known to be no place for a store, without asking any name server."""
    scheme, host, _port, _path = _split(address)
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return  # a name: what is behind it is checked at each call
    _check_ip(host, plain=scheme == "http")


def _split(address: str) -> tuple[str, str, int, str]:
    try:
        url = urlsplit(address)
        port = url.port
    except ValueError:
        raise AddressRefused(_("This is not the address of a store.")) from None
    host = (url.hostname or "").rstrip(".")
    schemes = {"https", "http"} if configuration().forwarding_private else {"https"}
    if url.scheme not in schemes or not host or url.username or url.query or url.fragment:
        raise AddressRefused(_("The address of a store starts with https:// and holds no key, no “?” and no “#”."))
    return url.scheme, host, port or {"https": 443, "http": 80}[url.scheme], url.path.rstrip("/")


def find_place(address: str) -> Place:
    """Resolve the name and check every address behind it; AddressRefused, NoAnswer."""
    scheme, host, port, path = _split(address)
    try:
        found = [entry[4][0] for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise NoAnswer(_("No machine is named %(host)s.") % {"host": host}) from None
    ips = [str(ip) for ip in found]
    for ip in ips:
        _check_ip(ip, plain=scheme == "http")
    return Place(scheme, host, port, path, ips[0])


def _check_ip(text: str, *, plain: bool = False) -> None:
    ip = ipaddress.ip_address(text.partition("%")[0])
    inner = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None) or ip
    is_public = inner.is_global and not inner.is_multicast and not (ip.version == 6 and ip in _TRANSLATED)
    if not is_public and not configuration().forwarding_private:
        raise AddressRefused(_("The address leads inside a private network."))
    if plain and is_public:
        raise AddressRefused(_("A store outside the private network is called over https."))


class Caller:
    """Calls one store, with its key and secret. To be closed."""

    def __init__(self, address: str, key: str, secret: str) -> None:
        self.place = find_place(address)
        pair = base64.b64encode(f"{key}:{secret}".encode()).decode()
        self.headers = {"Host": _host_header(self.place), "Authorization": f"Basic {pair}"}
        self.pool = _make_pool(self.place)

    def close(self) -> None:
        self.pool.close()

    def call(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """NoAnswer for whatever is no answer of HTTP."""
        try:
            response = self.pool.urlopen(
                method,
                self.place.path + path,
                body=body or None,
                headers={**self.headers, **headers},
                timeout=TIMEOUT,
                preload_content=False,
            )
            try:
                read = response.read(_MOST_READ)
            finally:
                response.close()
        except (HTTPError, OSError) as error:
            raise NoAnswer(_in_words(error)) from None
        return Answer(response.status, {name.lower(): value for name, value in response.headers.items()}, read)


def _make_pool(place: Place) -> urllib3.HTTPConnectionPool:
    if place.scheme == "http":
        return urllib3.HTTPConnectionPool(place.ip, place.port, retries=False, timeout=TIMEOUT)
    return urllib3.HTTPSConnectionPool(
        place.ip,
        place.port,
        retries=False,
        timeout=TIMEOUT,
        cert_reqs="CERT_REQUIRED",
        server_hostname=place.host,
        assert_hostname=place.host,
    )


def _host_header(place: Place) -> str:
    host = f"[{place.host}]" if ":" in place.host else place.host
    return host if place.port in {443, 80} else f"{host}:{place.port}"


def _in_words(error: Exception) -> str:
    """The kind of error only: its text may hold an address or a header."""
    return _("The other store does not answer (%(error)s).") % {"error": type(error).__name__}
