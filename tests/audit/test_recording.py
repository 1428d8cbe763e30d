"""Every change of every row is written down, whatever the path, with who did it."""

import pytest
from django.db import connection

from tenants.audit.models import Change
from tenants.staff.models import Desk

pytestmark = pytest.mark.usefixtures("in_acme")


def test_insert_writes_the_whole_row():
    Change.objects.all()
    desk = Desk.objects.create(name="Night desk")
    change = Change.objects.get(row_id=str(desk.id))
    assert change.op == "insert"
    assert change.after["name"] == "Night desk"
    assert change.before is None
