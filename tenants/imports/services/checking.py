"""The dry run: every row is read and compared, nothing is written but a report, and how each row was read: what was shown is
what the run brings in."""

import json
import uuid
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from atrium.kernel.errors import NotFound, Refused
from tenants.jobs import files
from tenants.jobs.engine import tables
from tenants.jobs.services import Run
from tenants.staff.models import Member
from tenants.staff.selectors import member_of

from ..engine.seen import Seen
from ..models import Import
from ..types import Person, Settings, Twin
from . import twins, uploading
from .reading import Reader, Row

BATCH: Final = 1000
SHOWN: Final = 100
PERMISSION: Final = "leads.import"


def check(run: Run) -> None:
    one, member = import_of(run), importer(run)
    reader, tally = (
        Reader.of(one),
        Tally(files.folder(uploading.FOLDER, one.id) / "seen.db", Settings.of(one.settings)),
    )
    making = uploading.rows_path(one).with_suffix(".part")
    total = tables.about(uploading.path_of(one), uploading.table_of(one))
    run.step(0, total, phase="Reading and comparing rows")
    with uploading.in_words(), making.open("w", encoding="utf-8") as file:
        for rows in batched(tables.read(uploading.path_of(one), uploading.table_of(one)), BATCH):
            people = reader.read(rows)
            file.writelines(_line(row, person) for row, person in zip(rows, people, strict=True))
            tally.take(people, member)
            run.step(tally.counts["rows"])
    making.replace(uploading.rows_path(one))
    tally.seen.close()
    report = {"counts": tally.counts, "problems": tally.problems, "duplicates": tally.duplicates}
    uploading.report_path(one).write_text(json.dumps(report, ensure_ascii=False))
    run.step(tally.counts["rows"], tally.counts["rows"])
    run.finish(_words(tally.counts), result={"counts": tally.counts, "import_id": str(one.id)})


def _line(row: Row, person: Person) -> str:
    return json.dumps([row[1], person.written()], ensure_ascii=False) + "\n"


def import_of(run: Run) -> Import:
    one = Import.objects.filter(id=uuid.UUID(run.params["import_id"])).first()
    if one is None or not uploading.path_of(one).exists():
        raise NotFound("The file of this import is gone. Upload it again; nothing was imported.")
    return one


def importer(run: Run) -> Member:
    """Asked again at each beginning and each chunk: authority ends with the role, also in the middle of a file."""
    member = member_of(run.job.started_by)
    if member is None or not member.allows(PERMISSION):
        raise Refused(
            "You may not import leads any more. What was imported before is kept and listed; the rest was left out."
        )
    return member


def batched(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    them = iter(rows)
    while batch := list(islice(them, size)):
        yield batch


class Tally:
    """Counts, and the first problems and duplicates in words."""

    def __init__(self, seen: Path, settings: Settings) -> None:
        self.seen = Seen(seen)
        self.settings = settings
        self.counts = dict.fromkeys(("rows", "new", "problems", "in_file", "in_base", "possible"), 0)
        self.problems: list[dict[str, Any]] = []
        self.duplicates: list[dict[str, Any]] = []

    def take(self, people: list[Person], member: Member) -> None:
        good = [person for person in people if not person.problems]
        known = twins.find(good, self.settings.match, member)
        named = {} if "name" in self.settings.match else twins.find(good, ("name",), member)
        firsts = self.seen.first(
            (key, person.line) for person in good for key in person.keys(self.settings.match)
        )
        self.counts["rows"] += len(people)
        for person in people:
            if person.problems:
                self._problem(person)
            elif twin := twins.of(person, known, self.settings.match):
                self._duplicate("in_base", person, by=twin.by, **_shown(twin))
            elif first := _earlier(person, firsts, self.settings.match):
                self._duplicate("in_file", person, by=first[1], line_of=first[0])
            elif twin := twins.of(person, named, ("name",)):
                self.counts["new"] += 1
                self._duplicate("possible", person, by="name", **_shown(twin))
            else:
                self.counts["new"] += 1

    def _problem(self, person: Person) -> None:
        self.counts["problems"] += 1
        if len(self.problems) < SHOWN:
            self.problems.append({"line": person.line, "name": person.name, "why": " ".join(person.problems)})

    def _duplicate(self, what: str, person: Person, **more: Any) -> None:
        self.counts[what] += 1
        if len(self.duplicates) < SHOWN:
            self.duplicates.append({"what": what, "line": person.line, "name": person.name, **more})


def _shown(twin: Twin) -> dict[str, Any]:
    """A lead that is not the importer's to see is said to be there, and no more."""
    if twin.hidden:
        return {"hidden": True}
    return {"lead_id": str(twin.lead_id), "number": twin.number, "twin": twin.name}


def _earlier(person: Person, firsts: dict[str, int], match: tuple[str, ...]) -> tuple[int, str] | None:
    found = ((firsts[key], key.partition(":")[0]) for key in person.keys(match))
    return next(((line, by) for line, by in found if line != person.line), None)


def _words(counts: dict[str, int]) -> str:
    twice = counts["in_base"] + counts["in_file"]
    return f"{counts['rows']:,} rows read: {counts['new']:,} new, {twice:,} duplicates, {counts['problems']:,} with problems."
