"""What is the same everywhere. `everyday`, `test` and `production` say what differs."""

from pathlib import Path
from typing import Any

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from lms.settings.environment import make_folders, read, read_broker, read_flag, read_iri, read_number
from lms.settings.logs import logging_to_console
from lms.settings.tiles import read_tiles

ROOT = Path(__file__).resolve().parent.parent.parent
DATA_DIR = ROOT / read("DATA_DIR", "var")  # an absolute DATA_DIR stays as it is
FIXTURES = ROOT / "fixtures"

INSTALLED_APPS = [
    "lms.people",
    "lms.agenda",
    "lms.diagnosis",
    "lms.prior",
    "lms.workforce",
    "lms.desk",
    "lms.reminders",
    "lms.funding",
    "lms.store",
    "lms.frameworks",
    "lms.campaigns",
    "lms.transfer",
    "lms.meeting_outcomes",
    "lms",
    "modules",
    "cms",
    "competencies",
    "xapi_store",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "polymorphic",
    "allauth",
    "allauth.account",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "lms.request_log.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "xapi_store.http.straight.StraightToStore",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.reading_language.ReadingLanguage",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lms.people.navigation.navigation",
            ],
            "builtins": ["cms.templatetags.days"],
        },
    }
]

# ---- People -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "lms.people.backends.Accounts",
    "lms.people.backends.Addresses",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are opened by an employer or an institute, not by sign-up
ACCOUNT_ADAPTER = "lms.people.sign_in.ClosedSignup"
ACCOUNT_FORMS = {
    "login": "lms.people.sign_in.LoginForm",
    "change_password": "lms.people.password_forms.ChangePasswordForm",
    "reset_password": "lms.people.password_forms.ResetPasswordForm",
    "reset_password_from_key": "lms.people.password_forms.ResetPasswordKeyForm",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # the sender says who writes
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "/"
WAGTAIL_FRONTEND_LOGIN_URL = "/compte/login/"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = read("FROM_EMAIL", "Faire avec <ne-pas-repondre@faire-avec.example>")

# ---- Language -----------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
"""What contents may be written in. The interface is French, and English under /en/ (`cms/reading_language.py`),
whatever the browser asks for (so no LocaleMiddleware); the pages of a module written in English are said in English
(`speaking` in modules/taking.py)."""
LOCALE_PATHS = [ROOT / "lms" / "locale"]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# ---- Files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "cms.sheets.JoinedSheets",
]
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    # Attestations name a person: never under MEDIA_URL, only through a view that checks who asks.
    "papers": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "papers"}},
}
# The sizes of pictures that pages show, given by `cms.pictures`.
STORAGES["renditions"] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
# What came with statements: read through /xapi/ by who has a credential, never under MEDIA_URL.
STORAGES["attachments"] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": DATA_DIR / "attachments"},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- Celery -------------------------------------------------------------------------------------
_broker = read_broker(DATA_DIR)
CELERY_BROKER_URL = _broker["url"]
CELERY_BROKER_TRANSPORT_OPTIONS = _broker["options"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True  # a job's result is its row in the database
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "queue-stale-attestations": {"task": "lms.agenda.tasks.queue_stale_attestations", "schedule": 300.0},
    "guests of meetings": {"task": "lms.agenda.tasks.tell_guests", "schedule": 600.0},
    "questionnaires of meetings": {"task": "lms.agenda.tasks.ask_guests", "schedule": 900.0},
    "scheduled pages": {"task": "cms.tasks.publish_scheduled_pages", "schedule": 60.0},
    "letters of the watch": {"task": "cms.tasks.send_watch_letters", "schedule": crontab(hour="7-18", minute=40)},
    "waiting confirmations": {"task": "cms.tasks.queue_waiting_confirmations", "schedule": 600.0},
    "readers who never agreed": {
        "task": "cms.tasks.forget_unconfirmed_readers",
        "schedule": crontab(hour=3, minute=25),
    },
    "old guests": {"task": "lms.agenda.tasks.forget_old_guests", "schedule": crontab(hour=3, minute=20)},
    "forward statements": {"task": "xapi_store.tasks.forward_all", "schedule": 30.0},
    "funding editions": {"task": "lms.funding.tasks.ask_for_due_editions", "schedule": crontab(hour=4, minute=10)},
    "live figures": {"task": "lms.funding.tasks.count_late_registrations", "schedule": crontab(hour=3, minute=30)},
    "public figures": {"task": "lms.funding.tasks.publish_due_observatory", "schedule": crontab(hour=5, minute=10)},
    # A look that waited longer than the next one is dropped: looks do not pile up behind slow work.
    "statements over HTTP": {
        "task": "modules.tasks.project_statements",
        "schedule": 5.0,
        "options": {"expires": 5.0},
    },
    "newcomers of plans": {"task": "lms.workforce.tasks.ask_newcomers_of_plans", "schedule": 600.0},
    "levels under a new rule": {"task": "lms.frameworks.tasks.queue_stale_recounts", "schedule": 300.0},
    "reminders": {"task": "lms.reminders.tasks.remind", "schedule": crontab(hour=7, minute=30)},
    "half-days called off": {"task": "lms.reminders.tasks.tell_half_days_called_off", "schedule": 300.0},
    "waiting reminders": {"task": "lms.reminders.tasks.queue_waiting_reminders", "schedule": 600.0},
    "old consultations": {
        "task": "lms.workforce.tasks.forget_who_looked_long_ago",
        "schedule": crontab(hour=3, minute=50),
    },
    "old documents of prior learning": {
        "task": "lms.prior.tasks.delete_old_documents",
        "schedule": crontab(hour=3, minute=30),
    },
    "stale staff files": {"task": "lms.people.tasks.queue_stale_files", "schedule": 300.0},
    "old staff files": {"task": "lms.people.tasks.forget_old_staff_files", "schedule": crontab(hour=3, minute=40)},
    "funding requests": {"task": "lms.funding.tasks.queue_lost_requests", "schedule": crontab(minute="*/10")},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")

# ---- Running ------------------------------------------------------------------------------------
# What GET /health/ asks: a name and the function that answers or raises. See lms/health.py.
HEALTH_CHECKS = {
    "database": "lms.health.database",
    "queue": "lms.health.queue",
    "storage": "lms.health.storage",
    "projector": "modules.projection.projector_lag",
    "forwarding": "xapi_store.forwarding.forwarding_lag",
}
# The age of the oldest statement that the projector has not read, from which health warns, then fails.
PROJECTOR_WARNING_SECONDS = read_number("PROJECTOR_WARNING_SECONDS", 60, 1, 86_400)
PROJECTOR_FAILED_SECONDS = read_number("PROJECTOR_FAILED_SECONDS", 900, 1, 86_400)
LOGGING = logging_to_console(as_json=False)

# ---- Wagtail ------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Faire avec"
WAGTAILADMIN_BASE_URL = read_iri("PUBLIC_URL", f"http://localhost:{read('PORT', '8000')}")
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_PASSWORD_RESET_ENABLED = False  # chosen again under /compte/, like every password
WAGTAILADMIN_NOTIFICATION_USE_HTML = True
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # no page asks another site anything about anyone
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.search.backend", "SEARCH_CONFIG": "fr"}}
# As one writes a date here: the help of fields says it so.
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAILIMAGES_RENDITION_STORAGE = "renditions"
# A picture stays what it is: Wagtail would make PNG of modern ones. `fill-` and `format-` are asked for in templates.
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"webp": "webp", "avif": "avif"}
WAGTAILIMAGES_AVIF_QUALITY = 70
WAGTAILIMAGES_WEBP_QUALITY = 78
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 8 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "odt", "ods", "xlsx", "csv", "txt", "mp4", "webm", "vtt"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "modules.media.forms.CheckedDocumentForm"

# ---- Statements ---------------------------------------------------------------------------------
# Every IRI we mint starts with this, whatever the host or the port: a statement outlives a server.
STATEMENT_IRI_BASE = read_iri("STATEMENT_IRI_BASE", "https://faire-avec.example/xapi")
XAPI_STORE: dict[str, Any] = {
    "AUTHORITY": {"objectType": "Agent", "account": {"homePage": STATEMENT_IRI_BASE, "name": "faire-avec"}},
    "ATTACHMENT_STORAGE": "attachments",
    "RATE_LIMIT": read_number("LRS_RATE_LIMIT", 120_000, 0, 100_000_000),
    "FORWARDING_PRIVATE": read_flag("LRS_FORWARDING_PRIVATE", False),
}

# ---- Modules ----------------------------------------------------------------------------------
MODULES_MAY_LEARN = "lms.people.access.may_learn"  # the rights table, asked from below without an import

# ---- Directory: no map is asked of another site, unless MAP_TILES names one ----------------------
MAP_TILES = read_tiles()

# ---- Security -----------------------------------------------------------------------------------
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview panel frames our own pages
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    # Wagtail's admin writes inline scripts of its own; it is for authors only and sends its own policy.
    "EXCLUDE_URL_PREFIXES": ("/studio/",),
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        # Plotly writes style attributes on the SVG it draws; scripts stay closed.
        "style-src": [SELF, "'unsafe-inline'"],
        "img-src": [SELF, "data:", *MAP_TILES.origins],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

make_folders(DATA_DIR, STATIC_ROOT, MEDIA_ROOT, DATA_DIR / "papers")
for _folder in ("messages", "control", "done"):
    make_folders(DATA_DIR / "queue" / _folder)
