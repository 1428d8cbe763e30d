"""The Celery application. Redis only rings the bell: what must not be lost is a row of the outbox."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "infra.settings")

import django
from celery import Celery
from celery.signals import heartbeat_sent, worker_ready
from django.apps import apps

if not apps.models_ready:  # Celery's own command comes here first; else Django brought us (infra.apps)
    django.setup()

from django.conf import settings

from infra import readiness, schedule

app = Celery("atrium", fixups=["infra.fixup:fixup"])
app.conf.update(settings.CELERY)
app.conf.beat_schedule = schedule.BEAT
app.autodiscover_tasks([*settings.PUBLIC_ROOMS, *settings.BROKER_ROOMS, "infra"])


@worker_ready.connect
@heartbeat_sent.connect
def _show_life(**_: Any) -> None:
    readiness.beat()
