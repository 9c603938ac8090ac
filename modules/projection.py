"""What arrives over HTTP is stored and waits for a projector, which walks it down the road (docs/xapi-store.md).

Until that projector is built nothing reads them: this module only says how many wait.
"""

from typing import Any

from modules.statements import authority
from xapi_store.models import Statement

MOST_COUNTED = 1000
"""Beyond, the exact number tells nothing more and counting it would cost."""


def projector_lag() -> dict[str, Any]:
    """For `GET /health/`: statements on another word than ours that no one has read, up to a thousand."""
    ours = Statement.objects.by_authority(authority()).values("authority")[:1]
    waiting = Statement.objects.exclude(authority__in=ours).order_by()[:MOST_COUNTED].count()
    return {"waiting": waiting}
