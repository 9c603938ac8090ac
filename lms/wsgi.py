"""The door of the web server."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.everyday")
application = get_wsgi_application()
# Every page's code is read now, once, before the workers are forked. Left to the first requests, as Django does, each
# worker reads it again, several threads at once: the first answers take seconds, and a thread that meets a module half
# read by another answers 500.
get_resolver().url_patterns  # noqa: B018 (asked for what it does)
