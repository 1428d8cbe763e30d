"""Leads from files: checked first, made once, told apart from those that are there, and taken back."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atrium.kernel import tenancy
from atrium.kernel.errors import Conflict, InvalidInput, Refused
from tenants.imports import selectors, services
from tenants.imports.models import Import
from tenants.imports.services import twins, uploading
from tenants.imports.services.running import CHUNK
from tenants.imports.types import Person, Settings
from tenants.jobs import services as jobs
from tenants.jobs.models import Job, Outcome
from tenants.jobs.selectors import file_for
from tenants.leads.models import Lead
from tenants.leads.services import assign_lead, change_policy, create_lead
from tenants.leads.services.scoring import score_leads
from tenants.staff.models import Member
from tenants.staff.services import add_member, end_membership
from tests.jobs.files import HEAD, PEOPLE, csv_bytes
from tests.jobs.test_reading_files import BAD

pytestmark = pytest.mark.usefixtures("rung")
ROWS = 2 * CHUNK + 300


SAM: dict[str, Any] = {
    "email": "sam@acme.example",
    "name": "Sam",
    "role": "Sales manager",
    "takes_leads": True,
}


@pytest.fixture
def sam(in_acme: Any) -> Member:
    return add_member(**SAM)


@pytest.fixture
def sam_for_good(committed: None, acme: Any) -> Any:
    """For what a process of its own must see."""
    with tenancy.entered(acme):
        yield add_member(**SAM)


def uploaded(by: Member, data: bytes, name: str = "people.csv") -> Import:
    return services.upload(chunks=[data], name=name, by=by)


def checked(by: Member, rows: Sequence[Sequence[str]], **settings: Any) -> Import:
    one = uploaded(by, csv_bytes(rows))
    mapping = {int(column): code for column, code in one.mapping.items()}
    jobs.work_off(services.match(one=one, mapping=mapping, settings=Settings(**settings), by=by))
    return Import.objects.select_related("check_job").get(id=one.id)


def imported(by: Member, rows: Sequence[Sequence[str]], **settings: Any) -> Job:
    return jobs.work_off(services.begin(one=checked(by, rows, **settings), by=by))


def counts(job: Job) -> dict[str, int]:
    return dict(job.result["counts"])


def test_headings_are_guessed_and_remembered(sam: Member) -> None:
    one = uploaded(sam, csv_bytes([["Who", *HEAD[1:]], *PEOPLE]))
    assert one.mapping == {"1": "email", "2": "phone", "3": "country"}
    services.match(one=one, mapping={0: "name", 1: "email"}, settings=Settings(source="fair"), by=sam)
    again = uploaded(sam, csv_bytes([["Who", *HEAD[1:]], *PEOPLE]))
    assert again.mapping == {"0": "name", "1": "email"}
    assert again.settings["source"] == "fair"


def test_a_check_reads_everything_and_writes_nothing(sam: Member) -> None:
    create_lead(name="Anna Alt", email="anna@example.com")
    rows = [
        HEAD,
        *PEOPLE,
        ["", "x@example.com", "", ""],
        ["Ben", "ben(at)example", "12", "Narnia"],
        ["Jo", "jose@example.com", "", ""],
    ]
    one = checked(sam, rows)
    assert Lead.objects.count() == 1
    report = selectors.report_of(one)
    assert report["counts"] == {"rows": 6, "new": 2, "problems": 2, "in_file": 1, "in_base": 1, "possible": 0}
    assert [(row["line"], row["why"][:8]) for row in report["problems"]] == [(5, "No name."), (6, "“ben(at)")]
    known, doubled = report["duplicates"]
    assert (known["line"], known["by"], known["twin"]) == (3, "email", "Anna Alt")
    assert (doubled["line"], doubled["line_of"]) == (7, 2)


def test_an_import_makes_each_lead_once_with_numbers_and_managers(sam: Member) -> None:
    job = imported(sam, [HEAD, *PEOPLE], source="fair", campaign="Madrid")
    assert (job.state, counts(job)) == ("done", {"created": 3})
    made = list(Lead.objects.order_by("number").values_list("name", "email", "phone", "country", "source"))
    assert made == [
        ("José Muñoz", "jose@example.com", "+34612345678", "ES", "fair"),
        ("Müller, Anna", "anna@example.com", "+4915123456789", "DE", "fair"),
        ("Łukasz", "lukasz@example.com", "+48512345678", "PL", "fair"),
    ]
    assert not Lead.objects.filter(assigned_to=None).exists()
    with pytest.raises(Conflict):
        services.begin(one=Import.objects.get(), by=sam)


def test_new_leads_have_the_score_that_the_rules_give_rows(sam: Member) -> None:
    """Counted before they are written; counted again by the database, nothing changes."""
    imported(sam, [HEAD, *PEOPLE, ["No phone", "n@example.com", "", ""]], source="fair")
    scores = list(Lead.objects.values_list("score", flat=True))
    assert max(scores) > 0
    assert score_leads(list(Lead.objects.values_list("id", flat=True))) == 0


@pytest.mark.parametrize("at", ["1", "2"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_worker_killed_in_the_middle_of_a_file_doubles_nobody(
    at: str,
    when: str,
    acme: Any,
    sam_for_good: Member,
    die: Callable[..., int],
    lease_ends: Callable[..., None],
) -> None:
    rows = [[f"Person {n}", f"p{n}@example.com", "", "CY"] for n in range(ROWS)]
    one = checked(sam_for_good, [HEAD, *rows], assignment="pool")
    job = services.begin(one=one, by=sam_for_good)
    assert die(acme.slug, job, f"import:{when}:{at}") == -9
    assert Lead.objects.count() == CHUNK * (int(at) - (when == "before"))
    lease_ends(job)
    job = jobs.work_off(job)
    assert (job.state, counts(job)) == ("done", {"created": ROWS})
    assert Lead.objects.count() == ROWS
    assert len(set(Lead.objects.values_list("email", flat=True))) == ROWS
    assert Outcome.objects.filter(job=job).count() == ROWS
    numbers = sorted(Lead.objects.values_list("number", flat=True))
    assert numbers == list(range(numbers[0], numbers[0] + ROWS))


def test_duplicates_are_left_out_completed_or_made_as_asked(sam: Member) -> None:
    anna = create_lead(name="Anna", email="anna@example.com")
    rows = [
        HEAD,
        ["Anna M", "ANNA@example.com", "+49 151 23456789", "DE"],
        ["Ben", "ben@example.com", "", ""],
        ["Benny", "ben@example.com", "+357 99 123456", ""],
    ]
    skipped = imported(sam, rows, duplicates="skip")
    assert counts(skipped) == {"created": 1, "skipped": 2}
    reasons = dict(Outcome.objects.filter(job=skipped, what="skipped").values_list("line", "reason"))
    assert reasons == {2: f"Same email as lead {anna.number}.", 4: "Same as line 3 of this file."}

    completed = imported(sam, rows, duplicates="complete")
    assert counts(completed) == {"changed": 2, "skipped": 1}
    anna.refresh_from_db()
    assert (anna.name, anna.phone, anna.country, anna.version) == ("Anna", "+4915123456789", "DE", 2)
    assert Lead.objects.get(email="ben@example.com").phone == "+35799123456"

    assert counts(imported(sam, rows, duplicates="create")) == {"created": 3}
    assert Lead.objects.filter(email="ben@example.com").count() == 3


@pytest.mark.parametrize("kind", ["email", "phone", "name"])
def test_twins_of_a_whole_chunk_are_looked_up_in_an_index(kind: str, sam: Member) -> None:
    """The indexes leave empty values out, and PostgreSQL must see that a long array asks for none."""
    people = [Person(n, email=f"{n}@example.com", phone=f"+34{n}", folded=f"anna {n}") for n in range(500)]
    with CaptureQueriesContext(connection) as asked:
        twins.find(people, (kind,), sam)
    (statement,) = [one["sql"] for one in asked if "= ANY" in one["sql"]][:1]
    alone = statement.replace('"leads_lead"."merged_into_id" IS NULL', "true")  # it has an index of its own
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {alone.replace('%', '%%')}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert f"leads_lead_{'folded' if kind == 'name' else kind}" in plan


def test_the_rows_that_were_left_out_come_back_with_the_reason(sam: Member) -> None:
    rows = [HEAD, *PEOPLE, ["=cmd|x", "nobody", "", ""], ["José again", "jose@example.com", "", ""]]
    job = imported(sam, rows)
    path, name = file_for(sam, job.id)
    assert name == "people – not imported.csv"
    back = list(csv.reader(io.StringIO(path.read_text().lstrip("\ufeff"), newline="")))
    assert back[0] == [*HEAD, "Line", "Why it was not imported"]
    assert back[1] == ["'=cmd|x", "nobody", "", "", "5", "“nobody” is no e-mail address."]
    assert back[2][:2] == ["José again", "jose@example.com"]
    assert "Same" in back[2][5]
    one = uploaded(sam, path.read_bytes(), "back.csv")
    assert selectors.sample_of(one).sample[0][1][0] == "'=cmd|x"


def test_an_undo_takes_back_what_nobody_has_touched(sam: Member) -> None:
    anna = create_lead(name="Anna", email="anna@example.com")
    job = imported(sam, [HEAD, *PEOPLE], duplicates="complete")
    lukasz = Lead.objects.get(email="lukasz@example.com")
    assign_lead(lead_id=lukasz.id, member=None, reason="Not mine")
    undone = jobs.work_off(jobs.undo(job_id=job.id, by=sam))
    assert (undone.state, undone.result_text) == (
        "done",
        "2 rows taken back, 1 kept because somebody has worked on them since.",
    )
    assert set(Lead.objects.values_list("email", flat=True)) == {"anna@example.com", "lukasz@example.com"}
    anna.refresh_from_db()
    assert anna.phone == ""
    with pytest.raises(Conflict):
        jobs.undo(job_id=job.id, by=sam)


def test_a_duplicate_that_is_not_ones_own_is_said_and_not_shown(sam: Member) -> None:
    hidden = create_lead(name="Secret Sally", email="sally@example.com", assign_to=sam)
    leader = add_member(email="tea@acme.example", name="Tea", role="Team leader")
    one = checked(leader, [HEAD, ["Sally", "sally@example.com", "+357 99 123456", ""]], duplicates="complete")
    assert "Secret" not in json.dumps(selectors.report_of(one))
    job = jobs.work_off(services.begin(one=one, by=leader))
    assert counts(job) == {"skipped": 1}
    outcome = Outcome.objects.get(job=job)
    assert (outcome.subject_id, "not yours to see" in outcome.reason) == (None, True)
    hidden.refresh_from_db()
    assert hidden.phone == ""


def test_authority_that_ends_in_the_middle_stops_the_import(sam: Member) -> None:
    one = checked(sam, [HEAD, *PEOPLE])
    job = services.begin(one=one, by=sam)
    end_membership(sam)
    job = jobs.work_off(job)
    assert (job.state, Lead.objects.count()) == ("failed", 0)
    assert "may not import leads any more" in job.error


def test_what_was_checked_is_brought_in_whatever_the_settings_say_since(sam: Member) -> None:
    """The country that a national number was read with is the one that the check showed."""
    change_policy(default_country="ES")
    one = checked(sam, [HEAD, ["Ana", "ana@example.com", "612 345 678", ""]])
    change_policy(default_country="DE")
    jobs.work_off(services.begin(one=one, by=sam))
    assert list(Lead.objects.values_list("phone", "country")) == [("+34612345678", "ES")]


def test_a_colleague_who_left_after_the_check_gets_no_leads(sam: Member) -> None:
    """The row comes back with the reason; the others are brought in. A birth date survives the way."""
    olga = add_member(email="olga@acme.example", name="Olga", role="Sales")
    rows = [["Name", "E-mail", "Manager", "Birth date"], ["A", "a@example.com", "Olga", ""]]
    one = checked(sam, [*rows, ["B", "b@example.com", "Sam", "1990-12-31"]])
    assert selectors.report_of(one)["counts"]["problems"] == 0
    end_membership(olga)
    job = jobs.work_off(services.begin(one=one, by=sam))
    assert counts(job) == {"created": 1, "refused": 1}
    assert list(Lead.objects.values_list("name", "assigned_to", "birth_date")) == [
        ("B", sam.id, date(1990, 12, 31))
    ]
    path, _name = file_for(sam, job.id)
    assert "no colleague “Olga”" in path.read_text()


def test_an_unchecked_file_is_not_imported(sam: Member) -> None:
    with pytest.raises(Refused, match="Check the file first"):
        services.begin(one=uploaded(sam, csv_bytes([HEAD, *PEOPLE])), by=sam)


def test_columns_that_make_no_person_are_refused(sam: Member) -> None:
    one = uploaded(sam, csv_bytes([HEAD, *PEOPLE]))
    for mapping, words in (
        ({1: "email"}, "the name"),
        ({0: "name"}, "e-mail or the phone"),
        ({0: "name", 1: "email", 2: "email"}, "Two columns"),
    ):
        with pytest.raises(InvalidInput, match=words):
            services.match(one=one, mapping=mapping, settings=Settings(), by=sam)
    assert Job.objects.count() == 0


def test_who_may_not_assign_gives_leads_to_nobody_by_file(in_acme: Any) -> None:
    from tenants.staff.models import Role

    role = Role.objects.create(name="Importer", permissions=["leads.view", "leads.import"], scopes=["own"])
    ida = add_member(email="ida@acme.example", name="Ida", role=role.name)
    one = uploaded(ida, csv_bytes([HEAD, *PEOPLE]))
    with pytest.raises(InvalidInput, match="does not assign"):
        services.match(one=one, mapping={0: "name", 1: "email", 3: "manager"}, settings=Settings(), by=ida)


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_changes_nothing(case: str, sam: Member) -> None:
    """Refused at the door, or by the check; either way in words, and no lead is there."""
    name, data, words = BAD[case]
    refusal = ""
    try:
        one = uploaded(sam, data, name)
    except InvalidInput as said:
        refusal = said.message
    if refusal:
        assert words in refusal
        assert (Import.objects.count(), Job.objects.count()) == (0, 0)
        return
    job = jobs.work_off(services.match(one=one, mapping={0: "name", 1: "email"}, settings=Settings(), by=sam))
    assert job.state == "failed"
    assert words in job.error
    assert Lead.objects.count() == 0
    assert not uploading.rows_path(one).exists()


def test_a_file_of_another_person_does_not_exist(sam: Member) -> None:
    from atrium.kernel.errors import NotFound

    job = imported(sam, [HEAD, *PEOPLE, ["", "", "", ""], ["x", "bad", "", ""]])
    rita = add_member(email="rita@acme.example", name="Rita", role="Administrator")
    assert file_for(sam, job.id)
    with pytest.raises(NotFound):
        file_for(rita, job.id)
    with pytest.raises(NotFound):
        selectors.import_for(rita, Import.objects.get().id)


def test_a_file_is_not_handed_out_when_what_one_may_see_has_changed(sam: Member) -> None:
    from tenants.staff.models import Role

    job = imported(sam, [HEAD, *PEOPLE, ["x", "bad", "", ""]])
    Role.objects.filter(name="Sales manager").update(scopes=["own"])
    sam = Member.objects.get(id=sam.id)
    with pytest.raises(Refused, match="has changed since"):
        file_for(sam, job.id)
