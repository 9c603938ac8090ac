"""Where editions keep their media: a file named after its content, written once, never changed, never deleted.

What an author replaces or deletes in the studio stays under the eyes of who follows an edition that shows it.
"""

from collections.abc import Mapping
from typing import Any

from django.core.files.storage import default_storage

from modules.media.checking import extension_of

FOLDER = "modules"


def name_medium(thing: Any) -> str:
    """The name of a document or picture of Wagtail's: the hash that Wagtail keeps of its content, its extension."""
    return f"{thing.get_file_hash()}.{extension_of(thing.file.name)}"


def place_of(name: str) -> str:
    return f"{FOLDER}/{name}"


def keep_media(media: Mapping[str, Any]) -> None:
    """Copy those that are not kept yet, or not whole: a process may have been killed while it copied one."""
    for name, thing in media.items():
        if not _is_whole(place_of(name), thing.get_file_size()):
            default_storage.delete(place_of(name))
            with thing.file.storage.open(thing.file.name) as source:
                default_storage.save(place_of(name), source)


def _is_whole(place: str, size: int) -> bool:
    return default_storage.exists(place) and default_storage.size(place) == size
