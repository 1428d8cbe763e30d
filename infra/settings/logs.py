"""Structured logs: every line says which broker, which surface, which request."""

import logging
from typing import Any

from atrium.kernel import actor, tenancy


class ContextFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        tenant, who = tenancy.current(), actor.current()
        record.broker = tenant.slug if tenant else "-"
        record.surface = who.surface or "-"
        record.request_id = who.request_id or "-"
        return True


def configuration(style: str) -> dict[str, Any]:
    formatters: dict[str, Any] = {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s %(broker)s %(surface)s %(request_id)s",
        },
        "text": {
            "format": "%(asctime)s %(levelname)s %(name)s [%(broker)s %(surface)s %(request_id)s] %(message)s"
        },
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"context": {"()": ContextFilter}},
        "formatters": formatters,
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": style, "filters": ["context"]}
        },
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            "django.request": {"level": "ERROR"},
            "httpx": {"level": "WARNING"},
            "stripe": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
        },
    }
