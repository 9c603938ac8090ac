"""Structured logs: an event and its values, as a plain line for a person or as JSON for a collector.

Everything goes through the standard `logging`, so that Django, Celery and Gunicorn come out the same way.
"""

from typing import Any

import structlog

# Run on every record, ours or a library's, before it is drawn.
_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logging_to_console(as_json: bool, level: str = "WARNING") -> dict[str, Any]:
    """LOGGING for Django. Call once: it also tells structlog to speak through `logging`."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _SHARED,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_drawing(as_json)],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Django's own set-up would print the same record a second time.
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            # A wrong address or a refused page is in the request's own line already.
            "django.request": {"level": "ERROR"},
            # Says at each start that a folder queue has no host name.
            "kombu.connection": {"level": "ERROR"},
        },
    }


def _drawing(as_json: bool) -> list[Any]:
    if as_json:
        return [structlog.processors.dict_tracebacks, structlog.processors.JSONRenderer(ensure_ascii=False)]
    return [structlog.dev.ConsoleRenderer(colors=False)]
