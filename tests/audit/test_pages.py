"""The audit in the console: found by who, what, whom, when and where; read in people's words; masked as the reader's role says."""

import csv
import io
import json
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atrium.kernel import actor, clock, tenancy
from atrium.kernel.actor import Actor
from portals.staff_console.audit import views
from tenants.audit.models import Entry
from tenants.identity.models import User
from tenants.jobs import services as jobs
from tenants.jobs.models import Job
from tenants.leads.models import Lead
from tenants.leads.services import create_lead
from tenants.staff.models import Desk, Role
from tests.portals import people

from .conftest import settle


@pytest.fixture
def sam(db: None, acme: Any) -> User:
    with tenancy.entered(acme):
        return people.staff("Sam", "Administrator")


@pytest.fixture
def console(acme: Any, sam: User, browse: Any) -> Any:
    return browse(acme, "staff", sam)


@pytest.fixture
def lena(acme: Any, sam: User) -> Lead:
    """Sam added Lena from 203.0.113.7 and then wrote her phone down."""
    who = Actor(
        kind="staff",
        id=str(sam.id),
        label="Sam",
        surface="staff",
        ip="203.0.113.7",
        reason="told so by phone",
    )
    with tenancy.entered(acme), actor.acting(who):
        lead = create_lead(name="Lena Larsen", email="lena@example.com", country="DK", phone="+35722111111")
        Lead.objects.filter(id=lead.id).update(phone="+35722999999", country="CY")
        settle()
    return lead


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def newest(acme: Any, **wanted: Any) -> Entry:
    with tenancy.entered(acme):
        found = Entry.objects.filter(**wanted).order_by("-seq").first()
    assert found is not None
    return found


class TestSearching:
    def test_by_whom_it_concerns(self, console: Any, acme: Any, lena: Lead):
        with tenancy.entered(acme):
            Desk.objects.create(name="Night desk")
            settle()
        page = text(console.get("/audit/", {"q": "Larsen"}))
        assert "Lena Larsen" in page
        assert "Night desk" not in page

    def test_by_who_did_it(self, console: Any, sam: User, lena: Lead):
        assert "Lena Larsen" in text(console.get("/audit/", {"who": str(sam.id)}))
        assert "Nothing fits" in text(console.get("/audit/", {"who": str(uuid.uuid4())}))
        assert "Nothing fits" in text(console.get("/audit/", {"who": "database"}))

    def test_by_what_from_where_and_how(self, console: Any, lena: Lead):
        one = {"table": "leads_lead", "op": "update", "surface": "staff", "ip": "203.0.113.7"}
        assert "Phone" in text(console.get("/audit/", one))
        for field, other in (
            ("table", "staff_desk"),
            ("op", "delete"),
            ("surface", "client"),
            ("ip", "203.0.113.8"),
        ):
            assert "Nothing fits" in text(console.get("/audit/", {**one, field: other})), field

    def test_by_day(self, console: Any, lena: Lead):
        today = clock.now().date().isoformat()
        assert "Lena Larsen" in text(console.get("/audit/", {"q": "Larsen", "from": today, "to": today}))
        assert "Nothing fits" in text(console.get("/audit/", {"q": "Larsen", "to": "2020-01-01"}))

    @pytest.mark.parametrize(
        "query",
        [{"from": "yesterday"}, {"cursor": "x"}, {"ip": "not one"}, {"q": "\x00'"}, {"cursor": "9" * 40}],
    )
    def test_nonsense_is_no_error(self, console: Any, lena: Lead, query: dict[str, str]):
        assert console.get("/audit/", query).status_code == 200

    def test_nobody_found_is_not_everybody(self, console: Any, lena: Lead):
        assert "Nothing fits" in text(console.get("/audit/", {"q": "Nobody of that name"}))

    def test_pages_follow_without_gap_or_double(self, console: Any, acme: Any):
        with tenancy.entered(acme):
            Desk.objects.bulk_create([Desk(name=f"Desk {number:03}") for number in range(120)])
            settle()
        seen, cursor = [], ""
        for _ in range(4):
            page = text(console.get("/audit/", {"table": "staff_desk", "op": "insert", "cursor": cursor}))
            seen += [int(part.split('"')[0]) for part in page.split('<tr id="audit-')[1:]]
            if "cursor=" not in page:
                break
            cursor = page.split("cursor=")[1].split('"')[0].split("&")[0]
        assert len(seen) == len(set(seen)) >= 120
        assert seen == sorted(seen, reverse=True)


class TestReading:
    def test_before_and_after_in_words(self, console: Any, acme: Any, lena: Lead):
        seq = newest(acme, table_name="leads_lead", op="update").seq
        page = text(console.get(f"/audit/{seq}/"))
        for words in ("Phone", "<del>+35722111111</del>", "<ins>+35722999999</ins>", "Sam", "203.0.113.7", "told so by phone",
                      "Staff console", "Lena Larsen"):  # fmt: skip
            assert words in page, words

    def test_an_entry_that_is_not_there_is_not_found(self, console: Any):
        assert console.get("/audit/987654321/").status_code == 404

    def test_a_secret_says_only_that_it_changed(self, console: Any, acme: Any):
        with tenancy.entered(acme):
            other = people.staff("Otto", "Sales")
            other.set_password("something quite else")
            other.save(update_fields=["password"])
            settle()
        page = text(console.get(f"/audit/{newest(acme, table_name='identity_user', op='update').seq}/"))
        assert "changed; the value is not kept" in page

    def test_ids_are_names(self, console: Any, acme: Any, lena: Lead):
        with tenancy.entered(acme):
            desk = Desk.objects.create(name="Night desk")
            Lead.objects.filter(id=lena.id).update(desk=desk)
            settle()
        page = text(console.get(f"/audit/{newest(acme, table_name='leads_lead', op='update').seq}/"))
        assert "<ins>Night desk</ins>" in page
        assert str(desk.id) not in page

    def test_the_state_of_the_chain_is_said(self, console: Any, lena: Lead):
        page = text(console.get("/audit/"))
        assert "Sealed up to" in page
        assert "Verified" in page

    def test_no_more_queries_for_many_than_for_few(self, console: Any, acme: Any):
        def asked(count: int) -> int:
            with tenancy.entered(acme):
                for number in range(count):
                    create_lead(name=f"Somebody {count} {number}", email=f"s{count}{number}@example.com")
                settle()
            console.get("/audit/")
            with CaptureQueriesContext(connection) as queries:
                text(console.get("/audit/"))
            return len(queries)

        assert asked(3) == asked(30)


class TestWhoMay:
    def test_without_the_permission_there_is_no_such_page(self, as_role: Any, acme: Any, lena: Lead):
        console = as_role("Sales")
        seq = newest(acme).seq
        for path in ("/audit/", f"/audit/{seq}/"):
            assert console.get(path).status_code == 404, path
        assert console.post("/audit/export.csv").status_code == 404

    def test_looking_is_not_taking_along(self, as_role: Any, lena: Lead):
        console = as_role("Compliance")
        assert console.get("/audit/").status_code == 200
        assert console.post("/audit/export.csv").status_code == 404

    def test_masks_hold_here_too(self, acme: Any, browse: Any, lena: Lead):
        with tenancy.entered(acme):
            Role.objects.create(name="Auditors", permissions=["audit.view", "audit.export"], scopes=["all"],
                                masks={"phone": "partly", "email": "hidden"})  # fmt: skip
            console = browse(acme, "staff", people.staff("Una", "Auditors"))
            seq = newest(acme, table_name="leads_lead", op="insert").seq
        page = text(console.get(f"/audit/{seq}/"))
        assert "lena@example.com" not in page
        assert "+35722111111" not in page
        taken = text(console.post("/audit/export.csv?q=Larsen"))
        assert "Lena" in taken
        assert "lena@example.com" not in taken
        assert "+357221111" not in taken


class TestTakingAlong:
    def test_what_was_found_comes_as_a_table(self, console: Any, lena: Lead):
        answer = console.post("/audit/export.csv?q=Larsen&op=update")
        rows = list(csv.DictReader(io.StringIO(text(answer))))
        phone = next(row for row in rows if row["Column"] == "Phone")
        assert (phone["Before"], phone["After"], phone["Who"]) == ("'+35722111111", "'+35722999999", "Sam")
        assert {row["How"] for row in rows} == {"Changed"}

    def test_much_is_work_that_one_may_leave_and_finds_the_same(
        self, console: Any, acme: Any, lena: Lead, monkeypatch: pytest.MonkeyPatch
    ):
        asked = "/audit/export.csv?q=Larsen&table=leads_lead&from=2020-01-01"
        at_once = text(console.post(asked))
        monkeypatch.setattr(views, "EXPORT_AT_ONCE", 1)
        work = console.post(asked)["Location"]
        with tenancy.entered(acme):
            job = jobs.work_off(Job.objects.get())
        assert (job.state, "entries exported" in job.result_text) == ("done", True)
        answer = console.get(f"{work}file/")
        assert b"".join(answer.streaming_content).decode() == at_once
        assert at_once.count("\r\n") > 2
        assert console.post("/audit/export.csv?q=Nobody")["Content-Type"].startswith("text/csv")

    def test_no_cell_is_a_formula(self, console: Any, acme: Any):
        evil = ("=1+1", "+cmd", "-2", "@SUM(A1)")
        with tenancy.entered(acme):
            for name in evil:
                Desk.objects.create(name=name)
            settle()
        answer = console.post("/audit/export.csv?table=staff_desk")
        cells = [cell for row in csv.reader(io.StringIO(text(answer))) for cell in row]
        assert {f"'{name}" for name in evil} <= set(cells)
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_markup_in_a_value_stays_text(console: Any, acme: Any):
    with tenancy.entered(acme):
        Desk.objects.create(name="<script>alert(1)</script>")
        settle()
    page = text(console.get(f"/audit/{newest(acme, table_name='staff_desk').seq}/"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_every_table_and_column_has_a_word(db: None, acme: Any):
    from portals.staff_console.audit import words

    for table, model in words.models().items():
        assert words.table_word(table).strip(), table
        for field in model._meta.concrete_fields:
            assert words.column_word(table, field.column).strip(), (table, field.column)
    assert json.dumps(words.tables_to_search(), default=str)
