"""What waits is sealed once and in order: two sealers, one that dies, a late commit lose and double nothing."""

import json
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from atrium.kernel import tenancy
from tenants.audit import canonical, verification
from tenants.audit.models import Block, Change, Entry, Head
from tenants.audit.services import seal_pending, sealing
from tenants.staff.models import Desk

from .conftest import as_owner, settle


@pytest.mark.usefixtures("in_acme")
class TestABlock:
    def test_what_waited_is_sealed_and_waits_no_more(self):
        settle()
        already = Entry.objects.count()
        Desk.objects.create(name="Night desk")
        assert seal_pending() == 1
        assert Change.objects.count() == 0
        assert Entry.objects.count() == already + 1

    def test_the_hash_is_over_what_came_before(self, acme: Any):
        Desk.objects.create(name="Night desk")
        seal_pending()
        previous = canonical.GENESIS
        for entry in Entry.objects.order_by("seq"):
            previous = canonical.next_hash(previous, acme.broker_id, entry.seq, entry.text)
            assert bytes(entry.hash) == previous
        assert bytes(Head.objects.get().hash) == previous
        assert bytes(Block.objects.order_by("-number")[0].hash) == previous

    def test_a_text_holds_no_rounding(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO trading_symbol (id, symbol, description, base, quote, digits, contract_size, pip_size, groups) "
                "VALUES (gen_random_uuid(), 'EURUSD', '', 'EUR', 'USD', 5, 100000.00000001, 0.0001, '[]')"
            )
        settle()
        symbols = Entry.objects.filter(table_name="trading_symbol")
        assert '"contract_size": 100000.00000001' in symbols.order_by("-seq")[0].text

    def test_blocks_follow_one_another(self, monkeypatch: pytest.MonkeyPatch):
        settle()
        monkeypatch.setattr(sealing, "BLOCK_ENTRIES", 3)
        Desk.objects.bulk_create([Desk(name=f"Desk {number}") for number in range(7)])
        assert seal_pending() == 7
        assert [block.entries for block in Block.objects.order_by("number")][-3:] == [3, 3, 1]
        assert verification.verify().holds

    def test_the_app_role_cannot_write_entries_itself(self):
        Desk.objects.create(name="Night desk")
        seal_pending()
        for table in ("audit_entry", "audit_block", "audit_head", "audit_personkey"):
            for statement in (f"DELETE FROM {table}", f"TRUNCATE {table}"):
                with pytest.raises(Exception, match="permission denied"), transaction.atomic():
                    connection.cursor().execute(statement)

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            (lambda text: text.replace("Night", "Quiet"), "another value"),
            (lambda text: text.replace('"op":"insert"', '"op":"delete"'), "another verb"),
            (lambda text: text.replace("staff_desk", "staff_role"), "another table"),
            (lambda text: text.replace('"kind": "system"', '"kind": "staff"'), "another actor"),
        ],
    )
    def test_the_function_refuses_a_text_that_tells_another_story(
        self, acme: Any, monkeypatch: Any, change: Any, why: str
    ):
        settle()
        Desk.objects.create(name="Night desk")
        honest = sealing._text
        monkeypatch.setattr(sealing, "_text", lambda *given: change(honest(*given)))
        with pytest.raises(Exception, match="does not tell the change"), transaction.atomic():
            seal_pending()
        assert Change.objects.count() == 1, why


# -- races: shown to happen without the lock, then not with it


@pytest.mark.usefixtures("committed")
class TestTwoSealersAtOnce:
    def _waiting(self, acme: Any, count: int = 20) -> None:
        with tenancy.entered(acme):
            settle()
            Desk.objects.bulk_create([Desk(name=f"Desk {number}") for number in range(count)])

    def test_without_the_lock_each_change_is_sealed_twice(self, acme: Any):
        """Read what waits, write it down, remove it: what a sealer without the head's lock does."""
        self._waiting(acme)
        with as_owner(acme) as owner:
            owner.execute("CREATE TABLE naive (id uuid, sealer int)")
            owner.commit()
        both_have_read = threading.Barrier(2)

        def naive(number: int) -> None:
            with as_owner(acme) as own:
                ids = own.execute("SELECT id FROM audit_change").fetchall()
                both_have_read.wait(30)
                for (change,) in ids:
                    own.execute("INSERT INTO naive VALUES (%s, %s)", [change, number])
                own.execute("DELETE FROM audit_change WHERE id = ANY (%s)", [[change for (change,) in ids]])

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(naive, range(2)))
        with as_owner(acme) as owner:
            twice = owner.execute(
                "SELECT count(*) FROM (SELECT id FROM naive GROUP BY id HAVING count(*) = 2) x"
            ).fetchone()[0]
            owner.execute("DROP TABLE naive")
        assert twice == 20

    @pytest.mark.parametrize("courtesy", [True, False], ids=["with", "without the courtesy of asking first"])
    def test_with_it_each_is_sealed_once(self, acme: Any, monkeypatch: pytest.MonkeyPatch, courtesy: bool):
        """The advisory lock only spares work: without it the head's row decides."""
        self._waiting(acme, 60)
        monkeypatch.setattr(sealing, "BLOCK_ENTRIES", 7)
        if not courtesy:
            monkeypatch.setattr(sealing, "_my_turn", lambda: True)
        start = threading.Barrier(4)

        def one(_: int) -> int:
            with tenancy.entered(acme):
                try:
                    Desk.objects.exists()
                    start.wait(30)
                    return sum(seal_pending() for _ in range(8))
                finally:
                    connection.close()

        with ThreadPoolExecutor(4) as pool:
            counts = list(pool.map(one, range(4)))
        with tenancy.entered(acme):
            seal_pending()
            desks = [
                row
                for row in Entry.objects.filter(table_name="staff_desk", op="insert")
                if '"Desk ' in row.text
            ]
            assert len({row.id for row in desks}) == len(desks) == 60
            assert sum(counts) >= 1
            assert Change.objects.count() == 0
            assert verification.verify().holds


@pytest.mark.usefixtures("committed")
class TestALateCommit:
    def test_a_sealer_that_remembers_a_time_loses_it(self, acme: Any):
        """“Newer than the last sealed one”: what commits late is older than that, and never looked at again."""
        with as_owner(acme) as slow, as_owner(acme) as quick:
            slow.execute("UPDATE branding_brand SET legal_text = 'begun early, committed late'")
            quick.execute(
                "INSERT INTO leads_source (id, code, label, is_on) VALUES (gen_random_uuid(), 'quick', 'Quick', true)"
            )
            quick.commit()
            remembered = quick.execute("SELECT max(at) FROM audit_change").fetchone()[0]
            quick.commit()
            slow.commit()
            seen = quick.execute("SELECT count(*) FROM audit_change WHERE at > %s", [remembered]).fetchone()[
                0
            ]
        assert seen == 0

    def test_ours_seals_it_when_it_comes(self, acme: Any):
        with as_owner(acme) as slow, tenancy.entered(acme):
            settle()
            slow.execute("UPDATE branding_brand SET legal_text = 'begun early, committed late'")
            Desk.objects.create(name="Quick")
            assert seal_pending() == 1
            slow.commit()
            assert seal_pending() == 1
            early, late = Entry.objects.order_by("-seq")[:2][::-1]
            assert (early.table_name, late.table_name) == ("staff_desk", "branding_brand")
            assert late.at < early.at
            assert verification.verify().holds


_DIE = """
import os, signal, sys
sys.path[:0] = [{root!r}, {platform!r}]
import django
django.setup()
from atrium.kernel import tenancy
from atrium.brokers import selectors
from tenants.audit.services import sealing
tenant = selectors.tenant_by_slug("acme")
if {when!r} == "before":
    sealing._text = lambda *given: os.kill(os.getpid(), signal.SIGKILL)
else:
    honest = sealing._seal
    def seal_and_die(*given):
        honest(*given)
        os.kill(os.getpid(), signal.SIGKILL)
    sealing._seal = seal_and_die
with tenancy.entered(tenant):
    sealing.seal_pending()
"""


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_sealer_that_is_killed_loses_and_doubles_nothing(committed: None, acme: Any, when: str):
    """Before the function was called, and after it answered but before the commit."""
    with tenancy.entered(acme):
        settle()
        Desk.objects.bulk_create([Desk(name=f"Desk {number}") for number in range(10)])
        before = Entry.objects.count()
    from tests.servers import ROOT

    text = _DIE.format(root=str(ROOT), platform=str(ROOT / "platform"), when=when)
    died = subprocess.run(
        [sys.executable, "-c", text], env=os.environ.copy(), check=False, capture_output=True, text=True
    )
    assert died.returncode == -signal.SIGKILL, died.stderr[-2000:]
    with tenancy.entered(acme):
        assert (Entry.objects.count(), Change.objects.count()) == (before, 10)
        assert seal_pending() == 10
        assert [json.loads(row.text)["after"]["name"] for row in Entry.objects.order_by("seq")[before:]] == [
            f"Desk {number}" for number in range(10)
        ]
        assert verification.verify().holds
