"""The map under the sketch of the directory: none, unless who runs the house names a server of tiles."""

import os
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from lms.settings.environment import read


class Tiles(NamedTuple):
    address: str
    """With {z}, {x} and {y}; empty: nothing is asked of anyone."""
    credit: str
    origins: list[str]
    """Whom a browser may ask pictures of, for the policy of contents; nobody without an address."""


def read_tiles(environ: Mapping[str, str] = os.environ) -> Tiles:
    """MAP_TILES and MAP_TILES_CREDIT. A map names who drew it: one is nothing without the other."""
    address, credit = read("MAP_TILES", environ=environ), read("MAP_TILES_CREDIT", environ=environ)
    if not address:
        return Tiles("", "", [])
    url = urlsplit(address)
    if url.scheme != "https" or not url.netloc or not all(part in address for part in ("{z}", "{x}", "{y}")):
        raise ImproperlyConfigured("MAP_TILES doit ressembler à https://tuiles.exemple/{z}/{x}/{y}.png")
    if not credit:
        raise ImproperlyConfigured("MAP_TILES_CREDIT est nécessaire avec MAP_TILES : qui a dessiné la carte.")
    return Tiles(address, credit, [f"https://{url.netloc}"])
