"""The tests: the everyday shape, on PostgreSQL and Redis when DATABASE_URL and REDIS_URL say so."""

import os
import tempfile

# A folder of its own, thrown away: tests never touch the data of `make run`.
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="faire-avec-tests-"))

from lms.settings.base import *
from lms.settings.base import DATA_DIR, MIDDLEWARE
from lms.settings.environment import read_database

DEBUG = False
DEMO_ACCOUNTS = True
SECRET_KEY = "only-for-tests-and-long-enough-for-anyone"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
DATABASES = {"default": read_database(DATA_DIR / "tests.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in everyday use: in memory, a second thread would be told "table is locked" instead of waiting.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "tests-run.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
STATEMENT_IRI_BASE = "https://faire-avec.example/xapi"
