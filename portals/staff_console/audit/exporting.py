"""What a search of the audit found, as a table for a spreadsheet: newest first, one line a changed column."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from atrium.kernel import clock
from atrium.kernel.errors import Refused
from portals.shared.fragments import as_seen_by
from portals.staff_console.audit.lines import Line, lines_of
from tenants.audit import selectors
from tenants.audit.selectors import Wanted
from tenants.jobs.models import Job
from tenants.jobs.services import Run, start
from tenants.staff.models import Member
from tenants.staff.selectors import member_of

KIND: Final = "audit.export"
PERMISSION: Final = "audit.export"
PAGE: Final = 200
# What a spreadsheet would take for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_HEADS: Final = (
    "No.", "Time (UTC)", "Who", "Kind", "On behalf of", "From", "IP", "What", "Row", "About", "How", "Reason", "Column",
    "Before", "After",
)  # fmt: skip


def table(wanted: Wanted, member: Member, told: Callable[[int], None] = lambda _done: None) -> Iterator[str]:
    """`told` hears how many entries are written, page by page."""
    yield _row(_HEADS)
    below, done = None, 0
    while True:
        page = selectors.search(wanted, below=below, limit=PAGE)
        for line in lines_of(page.entries, member):
            yield from _rows(line)
        done, below = done + len(page.entries), page.next_seq
        told(done)
        if below is None:
            return


def start_export(wanted: Wanted, *, by: Member) -> Job:
    """As work that one may leave."""
    return start(kind=KIND, params=_as_params(wanted), by=by, title="Export of the audit (CSV)")


def export_as_work(turn: Run) -> None:
    """The job. It begins anew after a death: what it writes is a file that nobody has seen yet."""
    member = member_of(turn.job.started_by)
    if member is None or not member.allows(PERMISSION):
        raise Refused("Your role does not allow this export any more. No file was made.")
    making, done = turn.output.with_suffix(".part"), 0

    def told(count: int) -> None:
        nonlocal done
        done = count
        turn.step(count, phase="Writing the file")

    with making.open("w", encoding="utf-8", newline="") as file, as_seen_by(member):
        file.writelines(table(_of_params(turn.params), member, told))
    making.replace(turn.output)
    turn.finish(f"{done:,} entries exported.", file=f"audit-{clock.now():%Y-%m-%d}.csv")


def _as_params(wanted: Wanted) -> dict[str, Any]:
    said = asdict(wanted) | {"subjects": [str(one) for one in wanted.subjects], "tables": list(wanted.tables)}
    return said | {name: said[name].isoformat() for name in ("begin", "end") if said[name]}


def _of_params(params: Mapping[str, Any]) -> Wanted:
    moments = {name: datetime.fromisoformat(params[name]) for name in ("begin", "end") if params[name]}
    subjects = tuple(UUID(one) for one in params["subjects"])
    return Wanted(**{**params, **moments, "subjects": subjects, "tables": tuple(params["tables"])})


def _rows(line: Line) -> Iterator[str]:
    about = line.about.label if line.about else ""
    first = (str(line.seq), f"{line.at:%Y-%m-%dT%H:%M:%S.%fZ}", line.who, line.kind, line.on_behalf, line.where, line.ip,
             line.what, line.row, about, line.operation, line.reason)  # fmt: skip
    for change in line.changes:
        yield _row((*first, change.column, change.before, change.after))


def _row(cells: tuple[str, ...]) -> str:
    return ",".join(f'"{_safe(cell)}"' for cell in cells) + "\r\n"


def _safe(cell: str) -> str:
    quoted = cell.replace('"', '""')
    return f"'{quoted}" if quoted.startswith(_FORMULA) else quoted
