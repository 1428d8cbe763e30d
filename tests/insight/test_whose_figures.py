"""Figures that are written for the first time while the lead gets another manager: they name the one who has it in the end."""

import threading
import time
from typing import Any

import pytest
from django.db import connection, transaction

from atrium.kernel import tenancy
from tenants.insight import services
from tenants.insight.models import PersonFigures
from tenants.leads.models import Lead
from tests.ibs import people
from tests.portals.people import staff

pytestmark = pytest.mark.usefixtures("committed")


def test_a_manager_who_changes_while_figures_are_first_written_is_not_missed(acme: Any) -> None:
    with tenancy.entered(acme):
        clara, ada = people.client("Clara"), staff("Ada", "Sales").member
        Lead.objects.update(assigned_to=None)
        PersonFigures.objects.all().delete()
        with transaction.atomic():
            Lead.objects.filter(id=clara.lead_id).update(assigned_to=ada)
            other = threading.Thread(target=_refresh, args=[acme, clara.lead_id])
            other.start()
            _until_it_waits(other)
        other.join(30)
        assert PersonFigures.objects.get(lead_id=clara.lead_id).manager_id == ada.id


def _refresh(tenant: Any, lead_id: Any) -> None:
    try:
        with tenancy.entered(tenant):
            services.refresh([lead_id])
    finally:
        connection.close()


def _until_it_waits(other: threading.Thread) -> None:
    """Or has ended, because it did not wait."""
    deadline = time.monotonic() + 30
    while other.is_alive() and time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone() != (0,):
                return
        time.sleep(0.01)
