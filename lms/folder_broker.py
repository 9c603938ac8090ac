"""kombu's broker in a folder, each message whole or absent: what `make run` uses where there is no Redis.

kombu opens the file of a message under its last name and writes it then: a worker that looks in between takes an empty
one, fails on its JSON and stops, and the site with it.
"""

import uuid
from pathlib import Path
from time import monotonic_ns
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

SCHEME = "folder"


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:
        """Written under a name no reader looks for, then given its own: taking the name is one step."""
        folder = Path(self.data_folder_out)
        name = f"{monotonic_ns() // 1_000_000}_{uuid.uuid4()}"
        written = folder / f"{name}.part"
        try:
            written.write_text(dumps(payload))
            written.rename(folder / f"{name}.{queue}.msg")
        except OSError as error:
            raise ChannelError(f"Cannot add a message to {folder}") from error


class Transport(filesystem.Transport):
    Channel = Channel


def teach_kombu() -> None:
    """`folder://` names this transport from now on."""
    TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"
