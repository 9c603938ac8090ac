"""`make run`: SQLite, Celery over a folder, no server to install."""

import secrets

from lms.settings.base import *
from lms.settings.base import DATA_DIR
from lms.settings.environment import read, read_database, read_flag, read_list

DEBUG = read_flag("DEBUG", False)
DEMO_ACCOUNTS = read_flag("DEMO_ACCOUNTS", True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
ALLOWED_HOSTS = read_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
DATABASES = {"default": read_database(DATA_DIR / "faire-avec.sqlite3")}


def _kept_secret() -> str:
    """The same key at each start, so that nobody is signed out by a restart; made once, readable by its owner only."""
    kept = DATA_DIR / "secret-key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return kept.read_text(encoding="ascii")


SECRET_KEY = read("SECRET_KEY") or _kept_secret()
