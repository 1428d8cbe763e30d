"""Columns are matched to fields, and what holds for every row is said. Then the whole file is checked."""

from collections.abc import Mapping
from dataclasses import asdict

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, InvalidInput
from tenants.jobs import services as jobs
from tenants.jobs.models import Job
from tenants.staff.models import Member
from tenants.staff.selectors import members_with_authority

from ..engine import columns
from ..models import Import, KnownHeadings
from ..types import ASSIGNMENTS, DATE_ORDERS, DUPLICATES, Settings


@transaction.atomic
def match(*, one: Import, mapping: Mapping[int, str], settings: Settings, by: Member) -> Job:
    """Remembered for these headings; the check begins at once."""
    if one.run_job_id:
        raise Conflict("This file was imported already. Upload it again to import it anew.")
    chosen = {column: code for column, code in mapping.items() if code}
    _must_be_right(one, chosen, settings, by)
    one.mapping = {str(column): code for column, code in chosen.items()}
    one.settings = asdict(settings)
    one.check_job = jobs.start(
        kind="leads.import.check", params={"import_id": str(one.id)}, by=by, title=f"Check of {one.name}"
    )
    one.save()
    _remember(one)
    return one.check_job


def _must_be_right(one: Import, chosen: Mapping[int, str], settings: Settings, by: Member) -> None:
    if complaint := columns.complaint(chosen):
        raise InvalidInput(complaint, field="mapping")
    if not set(chosen) <= set(range(len(one.headings))) or not set(chosen.values()) <= set(columns.FIELDS):
        raise InvalidInput("Choose fields from the list for the columns of this file.", field="mapping")
    known = {"duplicates": DUPLICATES, "assignment": ASSIGNMENTS, "dates": DATE_ORDERS}
    for name, choices in known.items():
        if getattr(settings, name) not in choices:
            raise InvalidInput("Choose one of the answers.", field=name)
    if not set(settings.match) <= {"email", "phone", "name"}:
        raise InvalidInput("Duplicates are found by e-mail, phone or name.", field="match")
    gives = settings.assignment == "member" or "manager" in chosen.values()
    if gives and not by.allows("leads.assign"):
        raise InvalidInput(
            "Your role does not assign leads to colleagues. Let the rules decide.", field="assignment"
        )
    if settings.assignment == "member" and assignee(settings) is None:
        raise InvalidInput("Choose a colleague who sees leads.", field="member_id")


def assignee(settings: Settings) -> Member | None:
    able = (member for member in members_with_authority() if member.allows("leads.view"))
    return next((member for member in able if str(member.id) == settings.member_id), None)


def _remember(one: Import) -> None:
    by_heading = {one.headings[int(column)]: code for column, code in one.mapping.items()}
    ignored = {heading: "" for heading in one.headings if heading not in by_heading}
    KnownHeadings.objects.update_or_create(
        digest=columns.digest(one.headings),
        defaults={"mapping": {**ignored, **by_heading}, "settings": one.settings, "at": clock.now()},
    )
