"""In production: PostgreSQL, Redis, hashed static files, HTTPS only. docs/deployment.md lists the variables."""

from django.core.exceptions import ImproperlyConfigured

from lms.settings.base import *
from lms.settings.base import DATA_DIR, STORAGES
from lms.settings.environment import read, read_database, read_flag, read_iri, read_list, read_number, read_secret
from lms.settings.logs import logging_to_console
from lms.settings.mail import read_mail
from lms.settings.media import media_storages

DEBUG = False
DEMO_ACCOUNTS = False
SECRET_KEY = read_secret("SECRET_KEY")
ALLOWED_HOSTS = read_list("ALLOWED_HOSTS")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS est nécessaire : les noms du site, séparés par des virgules.")
WAGTAILADMIN_BASE_URL = read_iri("PUBLIC_URL", f"https://{ALLOWED_HOSTS[0]}")
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]

DATABASES = {"default": read_database(None)}
if not DATABASES["default"]["ENGINE"].endswith("postgresql"):
    raise ImproperlyConfigured("DATABASE_URL : en production, il faut PostgreSQL.")
if not read("REDIS_URL"):
    raise ImproperlyConfigured("REDIS_URL est nécessaire : redis://machine:6379/0")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": read("REDIS_URL")}}

# ---- Files: collectstatic gives each a name that changes with its content -------------------------
STORAGES = STORAGES | media_storages(DATA_DIR) | {"staticfiles": {"BACKEND": "lms.static_files.HashedFiles"}}

# ---- HTTPS: a proxy ends it and says so in a header that it never lets through from outside --------
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = read_flag("SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # asked from inside, without the proxy
SECURE_HSTS_SECONDS = read_number("HSTS_SECONDS", 31_536_000, 0, 63_072_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = read_flag("HSTS_SUBDOMAINS", True)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # frames: the site's own pages only, for the preview of Wagtail's editor

# ---- Mail and logs ----------------------------------------------------------------------------------
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS, EMAIL_USE_SSL = read_mail()
EMAIL_TIMEOUT = 20
SERVER_EMAIL = read("FROM_EMAIL", "ne-pas-repondre@faire-avec.example")
LOGGING = logging_to_console(as_json=True, level="INFO")
