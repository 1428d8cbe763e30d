"""The import itself: chunk by chunk, each with its checkpoint; a line is worked off once, whatever dies in between."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, Final

from django.db import connection

from atrium.kernel.collecting import uncollected
from atrium.kernel.errors import Refused
from atrium.kernel.keys import lock_key
from atrium.kernel.meanwhile import one_ahead
from tenants.jobs.services import Run, note_outcomes
from tenants.jobs.services.outcomes import Line
from tenants.leads.services import bulk_create
from tenants.leads.services.bulk import Assignment
from tenants.leads.types import NewLead
from tenants.staff.models import Member

from ..models import Import
from ..types import Person, Settings, Twin
from . import completing, errors, twins, uploading
from .checking import import_of, importer
from .matching import assignee
from .reading import Reader

CHUNK: Final = 2000
HIDDEN: Final = "Somebody with this {by} is known already, and is not yours to see."


def bring_in(run: Run) -> None:
    one = import_of(run)
    reader = Reader.of(one)
    run.step(run.progress.done, phase="Importing rows")
    with uploading.rows_path(one).open("rb") as file:
        file.seek(run.state.get("offset", 0))
        for people, read_to in one_ahead(_chunks(file)):
            with run.chunk():
                counts = _bring(run, one, reader, people)
                run.checkpoint({"offset": read_to, "counts": counts}, done=run.progress.done + len(people))
    counts = run.state.get("counts", {})
    left_out = errors.write(run, one)
    name = f"{one.name.rpartition('.')[0] or one.name} – not imported.csv" if left_out else ""
    run.finish(_words(counts), file=name, result={"counts": counts, "import_id": str(one.id)})


def _chunks(file: IO[bytes]) -> Iterator[tuple[list[Person], int]]:
    """As the check read them, and the place in the file after them; by `readline`, so that it is known."""
    while True:
        lines = [line for line in (file.readline() for _ in range(CHUNK)) if line]
        if not lines:
            return
        yield [Person.of(written) for _cells, written in map(json.loads, lines)], file.tell()


@dataclass
class _Chunk:
    """What is to be done with these rows. `fresh`: key → the person of this chunk that will be a lead."""

    new: list[Person] = field(default_factory=list)
    fresh: dict[str, Person] = field(default_factory=dict)
    complete: list[tuple[Person, Twin]] = field(default_factory=list)
    merged: list[tuple[Person, Person]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


@uncollected()
def _bring(run: Run, one: Import, reader: Reader, people: Sequence[Person]) -> dict[str, int]:
    _alone()
    member, settings = importer(run), reader.settings
    for person in people:
        if not person.problems:
            reader.find_manager(person)
    known = twins.find([person for person in people if not person.problems], settings.match, member)
    chunk = _Chunk()
    for person in people:
        _sort(chunk, person, known, settings)
    _write(run, chunk, reader, member)
    note_outcomes(run.job, chunk.lines)
    counts = dict(run.state.get("counts", {}))
    for line in chunk.lines:
        counts[line.what] = counts.get(line.what, 0) + 1
    return counts


def _sort(chunk: _Chunk, person: Person, known: dict[str, Twin], settings: Settings) -> None:
    if person.problems:
        chunk.lines.append(Line(person.line, "refused", reason=" ".join(person.problems)))
        return
    keys = person.keys(settings.match)
    twin = twins.of(person, known, settings.match)
    earlier = next((chunk.fresh[key] for key in keys if key in chunk.fresh), None)
    if settings.duplicates == "create" or (twin is None and earlier is None):
        chunk.new.append(person)
        chunk.fresh.update({key: person for key in keys if key not in chunk.fresh})
    elif twin and twin.hidden:
        chunk.lines.append(Line(person.line, "skipped", reason=HIDDEN.format(by=twin.by)))
    elif settings.duplicates == "complete":
        chunk.complete.append((person, twin)) if twin else chunk.merged.append((person, _must(earlier)))
    elif twin:
        reason = f"Same {twin.by} as lead {twin.number}."
        chunk.lines.append(Line(person.line, "skipped", subject_id=twin.lead_id, reason=reason))
    else:
        chunk.lines.append(
            Line(person.line, "skipped", reason=f"Same as line {_must(earlier).line} of this file.")
        )


def _write(run: Run, chunk: _Chunk, reader: Reader, member: Member) -> None:
    for later, earlier in chunk.merged:
        completing.fill(earlier, later)
        chunk.lines.append(Line(later.line, "skipped", reason=f"Completed line {earlier.line} of this file."))
    made = bulk_create(
        [_new(person, reader) for person in chunk.new],
        by=member,
        source=reader.settings.source,
        assignment=_assignment(reader.settings),
        key_prefix=str(run.job.id),
    )
    chunk.lines += [
        Line(person.line, "created", subject_id=lead_id)
        for person, lead_id in zip(chunk.new, made, strict=True)
    ]
    chunk.lines += completing.complete(chunk.complete, member)


def _new(person: Person, reader: Reader) -> NewLead:
    return NewLead(
        line=person.line,
        name=person.name,
        email=person.email,
        phone=person.phone,
        country=person.country,
        language=person.language,
        source=person.source,
        referral_code=person.referral_code,
        campaign={"utm_campaign": person.campaign} if person.campaign else {},
        birth_date=person.birth_date,
        national_id=person.national_id,
        address=person.address,
        manager_id=reader.manager_of(person) if person.manager else None,
    )


def _assignment(settings: Settings) -> Assignment:
    if settings.assignment == "member":
        member = assignee(settings)
        if member is None:
            raise Refused(
                "The colleague who was to get these leads sees no leads any more. The rest was not imported."
            )
        return member
    return "pool" if settings.assignment == "pool" else "rules"


def _alone() -> None:
    """One chunk at a time in a broker: two imports of one file would both find nobody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_key("imports.chunk")])


def _must(person: Person | None) -> Person:
    assert person is not None
    return person


_SAID: Final = (
    ("created", "lead created", "leads created"),
    ("changed", "lead completed", "leads completed"),
    ("skipped", "duplicate left out", "duplicates left out"),
    ("refused", "row with problems", "rows with problems"),
)


def _words(counts: dict[str, Any]) -> str:
    said = [
        f"{number:,} {one if number == 1 else many}"
        for what, one, many in _SAID
        if (number := counts.get(what, 0)) or what == "created"
    ]
    return ", ".join(said) + "."
