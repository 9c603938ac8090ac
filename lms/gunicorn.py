"""The web server, the same for `make run` and in production; only the environment differs."""

import gc

from lms.settings.environment import read, read_number

bind = f"{read('LISTEN_ADDRESS', '127.0.0.1')}:{read_number('PORT', 8000, 1, 65535)}"
workers = read_number("WEB_WORKERS", 1, 1, 32)
threads = read_number("WEB_THREADS", 4, 1, 64)
worker_class = "gthread"
preload_app = True  # loaded once, forked: a second worker costs neither a start nor the memory of one
timeout = 60
graceful_timeout = 3
keepalive = 5
loglevel = "warning"
control_socket_disable = True  # it would be one file in the home folder for every copy of the site


def when_ready(_: object) -> None:
    """Before the workers are forked: what is loaded stays for good, so no search for garbage walks through it again."""
    gc.collect()
    gc.freeze()
    # A batch of statements makes some ten thousand objects that live until its answer: searching among them for garbage
    # every seven hundred, as Python does unless told, takes a fifth of the time that reading them takes.
    gc.set_threshold(20_000, 20, 50)
