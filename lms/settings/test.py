"""The tests: the everyday shape, on PostgreSQL and Redis when DATABASE_URL and REDIS_URL say so."""

import os

from lms.settings.scratch import scratch_folder

os.environ["DATA_DIR"] = scratch_folder()

from lms.settings.base import *
from lms.settings.base import DATA_DIR, MIDDLEWARE
from lms.settings.environment import read_database

DEBUG = False
DEMO_ACCOUNTS = True
SECRET_KEY = "only-for-tests-and-long-enough-for-anyone"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
DATABASES = {"default": read_database(DATA_DIR / "tests.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in `make run`: a database in memory has other locks. tests/conftest.py puts a migrated one there.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "tests.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_TASK_DEFAULT_QUEUE = f"tests-{os.getpid()}"  # a test that starts a real worker hears only its own tasks
STATEMENT_IRI_BASE = "https://faire-avec.example/xapi"
