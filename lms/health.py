"""`GET /health/`: does what the site stands on answer? For whoever watches it; no rights needed, nothing secret said.

Each check of HEALTH_CHECKS returns what is worth knowing (plain JSON values) or raises. It may also say itself that it
fails ("ok": False, with what it knows) or that it soon will ("warning": True). A part of the site that has
something to watch (the projector and its lag) adds its own check to that setting; what is not there is not listed.
"""

import logging
import uuid
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.celery import app

log = logging.getLogger(__name__)


def database() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {"engine": connection.vendor}


def queue() -> dict[str, Any]:
    """How many tasks wait. A number that only grows means that no worker runs."""
    with app.connection_for_read() as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=3)
        _, waiting, _ = broker.default_channel.queue_declare(app.conf.task_default_queue)
        return {"waiting": waiting}


def storage() -> dict[str, Any]:
    for alias in ("default", "papers"):
        name = storages[alias].save(f"health/{uuid.uuid4()}", ContentFile(b"ok"))
        storages[alias].delete(name)
    return {}


def run_check(name: str) -> dict[str, Any]:
    """{"ok": true or false, …}, {"ok": false} when it raises: why it failed is for the log, not for the public."""
    try:
        return {"ok": True, **import_string(settings.HEALTH_CHECKS[name])()}
    except Exception:
        log.exception("health check failed: %s", name)
        return {"ok": False}


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when every check passes, with or without a warning, 503 when one does not."""
    checks = {name: run_check(name) for name in settings.HEALTH_CHECKS}
    ok = all(check["ok"] for check in checks.values())
    warns = any(check.get("warning") for check in checks.values())
    status = "failing" if not ok else "warning" if warns else "ok"
    return JsonResponse({"status": status, "checks": checks}, status=200 if ok else 503)
