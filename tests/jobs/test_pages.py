"""The pages of long work, import, bulk actions and exports: what is shown to whom, and what a click does."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tenants.jobs import services as jobs
from tenants.jobs.models import Job, Selection
from tenants.leads.models import Lead
from tenants.leads.services import create_lead
from tenants.staff.models import Desk, Member, Role
from tests.jobs.files import HEAD, PEOPLE, csv_bytes
from tests.portals import people

pytestmark = pytest.mark.usefixtures("rung")


@pytest.fixture
def sam(in_acme: Any) -> Member:
    return Member.objects.get(user=people.staff("Sam", "Sales manager", takes_leads=True, desk="Sales desk"))


@pytest.fixture
def browser(sam: Member, acme: Any, browse: Any) -> Any:
    return browse(acme, "staff", sam.user)


def work_off_all() -> None:
    for job in Job.objects.filter(state="queued"):
        jobs.work_off(job)


def read(response: Any) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode().lstrip("\ufeff")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_file_goes_from_upload_to_leads_and_back(browser: Any, acme: Any) -> None:
    rows = [HEAD, *PEOPLE, ["Nobody", "", "", ""]]
    assert browser.get("/leads/import/").status_code == 200
    file = SimpleUploadedFile("people.csv", csv_bytes(rows))
    answer = browser.post("/leads/import/", {"file": file})
    assert answer.status_code == 302
    place = answer["Location"]
    page = browser.get(place).content.decode()
    assert "José Muñoz" in page
    sent = {"column-0": "name", "column-1": "email", "column-2": "phone", "column-3": "country", "source": "fair",
            "assignment": "rules", "duplicates": "skip", "match": ["email", "phone"], "dates": "day"}  # fmt: skip
    assert browser.post(f"{place}match/", sent)["Location"] == place
    assert "is being checked" in browser.get(place).content.decode()
    work_off_all()
    page = browser.get(place).content.decode()
    assert "Import 3 leads" in page
    assert "nobody can reach this person" in page
    work = browser.post(f"{place}run/")["Location"]
    assert Lead.objects.count() == 0
    work_off_all()
    assert Lead.objects.count() == 3
    page = browser.get(work).content.decode()
    assert "3 leads created, 1 row with problems." in page
    assert browser.get(place)["Location"] == work
    back = read(browser.get(f"{work}file/"))
    assert back[1][-1] == "Neither e-mail nor phone: nobody can reach this person."
    undone = browser.post(f"{work}undo/")["Location"]
    work_off_all()
    assert "3 rows taken back." in browser.get(undone).content.decode()
    assert Lead.objects.count() == 0


def test_a_bad_file_is_refused_on_the_page_that_asked_for_it(browser: Any) -> None:
    answer = browser.post("/leads/import/", {"file": SimpleUploadedFile("a.csv", csv_bytes([HEAD]))})
    assert answer.status_code == 422
    assert "has headings and no rows below them" in answer.content.decode()


def test_a_strangers_work_does_not_exist(browser: Any, sam: Member, acme: Any, browse: Any) -> None:
    job = jobs.start(kind="test.notes", params={"lines": 10}, by=sam, title="Ten notes")
    jobs.work_off(job)
    sales = browse(acme, "staff", people.staff("Sid", "Sales"))
    admin = browse(acme, "staff", people.staff("Ada2", "Administrator"))
    for path in ("", "file/"):
        assert browser.get(f"/jobs/{job.id}/{path}").status_code == 200
        assert sales.get(f"/jobs/{job.id}/{path}").status_code == 404
    assert sales.post(f"/jobs/{job.id}/cancel/").status_code == 404
    assert admin.get(f"/jobs/{job.id}/").status_code == 200
    assert admin.get(f"/jobs/{job.id}/file/").status_code == 404
    assert "Ten notes" not in admin.get("/jobs/").content.decode()
    assert "Ten notes" in admin.get("/jobs/?whose=all").content.decode()
    assert sales.get("/leads/import/").status_code == 404


def test_work_of_a_kind_that_is_gone_is_still_listed(browser: Any, sam: Member) -> None:
    job = jobs.start(kind="test.notes", params={"lines": 10}, by=sam, title="Ten notes")
    Job.objects.filter(id=job.id).update(kind="gone")
    assert "Ten notes" in browser.get("/jobs/").content.decode()
    assert browser.get(f"/jobs/{job.id}/").status_code == 200


def chosen(browser: Any, action: str, **selection: Any) -> str:
    answer = browser.post(f"/bulk/leads/{action}/", selection)
    assert answer.status_code == 302, answer.content
    return str(answer["Location"])


def test_what_was_ticked_is_confirmed_done_and_taken_back(browser: Any, sam: Member) -> None:
    other = Member.objects.get(user=people.staff("Tom", "Sales"))
    leads = [create_lead(name=f"Lead {n}", email=f"l{n}@example.com", assign_to=sam) for n in range(4)]
    place = chosen(browser, "reassign", ids=",".join(str(lead.id) for lead in leads[:3]))
    page = browser.get(place).content.decode()
    assert "3 rows are selected" in page
    assert "Lead 0" in page
    assert browser.post(place, {"member_id": str(other.id), "reason": ""}).status_code == 422
    work = browser.post(place, {"member_id": str(other.id), "reason": "Holidays"})["Location"]
    work_off_all()
    assert Lead.objects.filter(assigned_to=other).count() == 3
    assert "3 rows changed." in browser.get(work).content.decode()
    touched = Lead.objects.get(id=leads[0].id)
    touched.version += 1
    touched.save(update_fields=["version"])
    undone = browser.post(f"{work}undo/")["Location"]
    work_off_all()
    assert "2 rows put back, 1 changed by somebody since and left." in browser.get(undone).content.decode()
    assert Lead.objects.filter(assigned_to=sam).count() == 3


def test_many_change_the_desk_keep_their_manager_and_go_back(browser: Any, sam: Member) -> None:
    madrid, oslo = (Desk.objects.create(name=name) for name in ("Madrid", "Oslo"))
    leads = [create_lead(name=f"Lead {n}", assign_to=sam) for n in range(3)]
    Lead.objects.filter(id=leads[2].id).update(desk=oslo)
    place = chosen(browser, "desk", ids=",".join(str(lead.id) for lead in leads))
    assert browser.post(place, {"desk_id": "", "reason": "New office"}).status_code == 422
    protected = dict(Lead.objects.values_list("id", "protected_until"))
    work = browser.post(place, {"desk_id": str(oslo.id), "reason": "New office"})["Location"]
    work_off_all()
    page = browser.get(work).content.decode()
    assert "2 rows changed, 1 left as they are." in page
    assert "At Oslo already." in page
    assert set(Lead.objects.values_list("desk", "assigned_to")) == {(oslo.id, sam.id)}
    assert dict(Lead.objects.values_list("id", "protected_until")) == protected
    Lead.objects.filter(id=leads[0].id).update(desk=madrid, version=9)
    browser.post(f"{work}undo/")
    work_off_all()
    assert [Lead.objects.get(id=lead.id).desk_id for lead in leads] == [madrid.id, sam.desk_id, oslo.id]


def test_everything_that_fits_is_frozen_when_it_is_chosen(browser: Any, sam: Member) -> None:
    for n in range(3):
        create_lead(name=f"Lead {n}", country="CY", assign_to=sam)
    create_lead(name="Elsewhere", country="DE", assign_to=sam)
    place = chosen(browser, "pool", everything="1", document='{"all": [{"field": "country", "is": "CY"}]}')
    create_lead(name="Too late", country="CY", assign_to=sam)
    assert "3 rows are selected" in browser.get(place).content.decode()
    browser.post(place, {"reason": "Nobody speaks Greek"})
    work_off_all()
    assert set(Lead.objects.filter(assigned_to=None).values_list("name", flat=True)) == {
        "Lead 0",
        "Lead 1",
        "Lead 2",
    }


def test_rows_that_left_ones_scope_meanwhile_are_listed_and_left(browser: Any, sam: Member) -> None:
    other = Member.objects.get(user=people.staff("Tom", "Sales"))
    leads = [create_lead(name=f"Lead {n}", assign_to=sam if n else other) for n in range(3)]
    place = chosen(browser, "pool", ids=",".join(str(lead.id) for lead in leads))
    work = browser.post(place, {"reason": "Tidying"})["Location"]
    Role.objects.filter(name="Sales manager").update(scopes=["own"])
    work_off_all()
    page = browser.get(work).content.decode()
    assert "2 rows changed, 1 left as they are." in page
    assert "Not yours to change (any more)." in page
    leads[0].refresh_from_db()
    assert leads[0].assigned_to_id == other.id


def test_other_peoples_rows_and_selections_are_not_selected(
    browser: Any, sam: Member, acme: Any, browse: Any
) -> None:
    lead = create_lead(name="Hidden", assign_to=sam)
    role = Role.objects.create(name="Own", permissions=["leads.view", "leads.assign"], scopes=["own"])
    ida = browse(acme, "staff", people.staff("Ida", role.name))
    answer = ida.post("/bulk/leads/pool/", {"ids": str(lead.id)})
    assert answer.status_code == 422
    assert Selection.objects.count() == 0
    place = chosen(browser, "pool", ids=str(lead.id))
    assert ida.get(place).status_code == 404
    assert (
        browse(acme, "staff", people.staff("Sid", "Sales"))
        .post("/bulk/leads/pool/", {"ids": str(lead.id)})
        .status_code
        == 404
    )


def test_a_small_export_comes_at_once_and_is_recorded(browser: Any, sam: Member) -> None:
    create_lead(name="=1+1", email="eve@example.com", phone="+35799123456", assign_to=sam)
    answer = browser.post("/export/leads/?q=", {"columns": ["name", "email", "phone"], "format": "csv"})
    head, row = read(answer)
    assert head[:1] == ["Name"]
    assert row == ["'=1+1", "eve@example.com", "'+35799123456"]
    job = Job.objects.get()
    assert (job.kind, job.state, job.result["rows"], job.started_by_id) == (
        "export.leads",
        "done",
        1,
        sam.user_id,
    )


def test_an_export_shows_what_its_asker_may_see(browser: Any, sam: Member, acme: Any, browse: Any) -> None:
    create_lead(name="Anna", email="anna@example.com", phone="+35799123456", assign_to=sam)
    create_lead(name="Hidden", email="h@example.com")
    role = Role.objects.create(
        name="Own",
        permissions=["leads.view", "leads.export"],
        scopes=["own"],
        masks={"email": "partly", "phone": "hidden"},
    )
    ida = people.staff("Ida", role.name)
    mine = create_lead(
        name="Ben", email="ben@example.com", phone="+35799123457", assign_to=Member.objects.get(user=ida)
    )
    page = browse(acme, "staff", ida)
    rows = read(page.post("/export/leads/", {"columns": ["name", "email"], "format": "csv"}))
    assert [row[0] for row in rows[1:]] == [mine.name]
    assert rows[1][1] == "b•••@e•••.com"
    refused = page.post("/export/leads/", {"columns": ["name", "phone"], "format": "csv"})
    assert refused.status_code == 422
    assert Job.objects.count() == 1


def test_a_large_export_is_work_that_one_may_leave(
    browser: Any, sam: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    from openpyxl import load_workbook

    from portals.staff_console.bulk import exports

    monkeypatch.setattr(exports, "AT_ONCE_IN_EXCEL", 3)
    for n in range(5):
        create_lead(name=f"Lead {n}", assign_to=sam)
    work = browser.post("/export/leads/", {"columns": ["name"], "format": "xlsx"})["Location"]
    work_off_all()
    answer = browser.get(f"{work}file/")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet is not None
    assert sorted(str(row[0]) for row in sheet.iter_rows(min_row=2, values_only=True)) == [
        f"Lead {n}" for n in range(5)
    ]
    assert answer["Content-Disposition"].startswith("attachment")


def test_no_page_of_work_asks_more_for_more_rows(browser: Any, sam: Member) -> None:
    def queries() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            assert browser.get("/jobs/").status_code == 200
        return len(asked)

    for _ in range(3):
        jobs.start(kind="test.notes", params={"lines": 10}, by=sam, title="Ten notes")
    few = queries()
    for _ in range(20):
        jobs.start(kind="test.notes", params={"lines": 10}, by=sam, title="Ten notes")
    assert queries() <= few


def test_a_list_that_one_may_not_see_is_not_exported_and_not_counted(
    in_acme: Any, acme: Any, browse: Any
) -> None:
    role = Role.objects.create(name="Reports", permissions=["reports.view", "leads.assign"], scopes=["all"])
    page = browse(acme, "staff", people.staff("Rob", role.name))
    assert page.get("/export/deposits/").status_code == 404
    assert page.post("/export/deposits/", {"columns": ["created"], "format": "csv"}).status_code == 404
    assert page.post("/bulk/leads/pool/", {"everything": "1"}).status_code == 404
    assert (Job.objects.count(), Selection.objects.count()) == (0, 0)
