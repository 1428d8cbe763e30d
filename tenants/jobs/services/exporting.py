"""A list taken away: the rows and columns that its asker may see, masked as they are on the page."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput, NotFound, Refused
from atrium.kernel.money import Money
from tenants.activity.services import note
from tenants.lists.registry import definition_of
from tenants.lists.selectors import choose_columns, columns_for, run, selected
from tenants.lists.types import Column, ListDefinition
from tenants.staff.masking import shown
from tenants.staff.models import Member
from tenants.staff.scopes import within
from tenants.staff.selectors import member_of

from ..engine.writing import EXCEL_ROWS, csv_lines, write_xlsx
from ..models import Job, Progress, Selection
from ..rules import MOST_AT_ONCE, authority_key, rows
from .running import Run
from .starting import start

FORMATS: Final = ("csv", "xlsx")
PAGE: Final = 200
PERMISSIONS: Final = {"leads": "leads.export", "clients": "clients.export"}


@dataclass(frozen=True)
class Wanted:
    """`document`, `text` and `sort` are the list's; `ids` are rows that were ticked; without `columns` the list's own choice."""

    list_code: str
    document: Any = None
    text: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()
    selection_id: str = ""
    format: str = "csv"

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> "Wanted":
        known = {name: params[name] for name in cls.__dataclass_fields__ if name in params}
        return cls(**{**known, "columns": tuple(params.get("columns", ()))})

    def as_params(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__} | {
            "columns": list(self.columns)
        }


def permission_of(list_code: str) -> str:
    return PERMISSIONS.get(list_code, "reports.view")


def rows_in(wanted: Wanted, member: Member) -> int:
    rows = selected(_reach(wanted, member), member, document=wanted.document, text=wanted.text)
    return rows.order_by().count()


def start_export(wanted: Wanted, *, by: Member) -> Job:
    """As work that one may leave."""
    total = _checked(wanted, by)
    return start(
        kind=f"export.{wanted.list_code}",
        params=wanted.as_params(),
        by=by,
        title=_title(wanted, total),
        total=total,
    )


@transaction.atomic
def export_now(wanted: Wanted, *, by: Member, path: Path) -> Job:
    """A small one at once, into `path`. It is a row like the large ones: who took what away, and how many rows."""
    total = _checked(wanted, by)
    if total >= MOST_AT_ONCE:
        raise Refused("This is too large to be made at once.")
    count = _write(wanted, by, path)
    now = clock.now()
    job = Job.objects.create(
        kind=f"export.{wanted.list_code}", title=_title(wanted, count), params=wanted.as_params(), state=Job.State.DONE,
        started_by=by.user, authority=authority_key(by.authority), started_at=now, ended_at=now, result={"rows": count},
        result_text=f"{rows(count)} exported, and taken away at once.",
    )  # fmt: skip
    Progress.objects.create(job=job, done=count, total=count)
    note(
        subject_kind="job",
        subject_id=job.id,
        verb="exported",
        text=job.title,
        data={**job.params, "rows": count},
    )
    return job


def export(turn: Run) -> None:
    """The job. It begins anew after a death: what it writes is a file that nobody has seen yet."""
    wanted = Wanted.of(turn.params)
    member = member_of(turn.job.started_by)
    if member is None or not member.allows(permission_of(wanted.list_code)):
        raise Refused("Your role does not allow this export any more. No file was made.")
    turn.step(0, rows_in(wanted, member), phase="Writing the file")
    making = turn.output.with_suffix(".part")
    count = _write(wanted, member, making, turn)
    making.replace(turn.output)
    turn.step(count, count)
    note(
        subject_kind="job", subject_id=turn.job.id, verb="exported", text=turn.job.title, data={"rows": count}
    )
    turn.finish(f"{rows(count)} exported.", file=file_name(wanted), result={"rows": count})


def file_name(wanted: Wanted) -> str:
    return f"{wanted.list_code}-{clock.now():%Y-%m-%d}.{wanted.format}"


def _checked(wanted: Wanted, by: Member) -> int:
    """How many rows. What the asker may not see cannot be asked for: it is said, not left out silently."""
    definition = definition_of(wanted.list_code)
    asked = filter(None, (definition.permission, permission_of(wanted.list_code)))
    if not all(by.allows(code) for code in asked):
        raise NotFound("There is no such list, or it is not yours to export.")
    if wanted.format not in FORMATS:
        raise InvalidInput("Choose CSV or Excel.", field="format")
    open_to = {column.code for column in columns_for(definition, by)}
    barred = next((code for code in wanted.columns if code not in open_to), "")
    if barred:
        raise InvalidInput(f"There is no column “{barred}” for you. Nothing was exported.", field="columns")
    total = rows_in(wanted, by)
    if wanted.format == "xlsx" and total >= EXCEL_ROWS:
        raise InvalidInput(
            f"Excel holds {EXCEL_ROWS:,} rows, and these are {total:,}. Choose CSV.", field="format"
        )
    return total


def _title(wanted: Wanted, count: int) -> str:
    return f"Export of {count:,} {wanted.list_code} ({wanted.format.upper()})"


def _reach(wanted: Wanted, member: Member) -> ListDefinition:
    """The list as far as the permission to export reaches, which may be less far than to see."""
    definition, permission = definition_of(wanted.list_code), permission_of(wanted.list_code)
    ids = _ticked(wanted, member)

    def base(asker: Member) -> Any:
        rows = definition.base(asker)
        if wanted.list_code in PERMISSIONS:
            rows = within(rows, asker, permission)
        return rows if ids is None else rows.filter(pk__in=ids)

    return replace(definition, base=base)


def _ticked(wanted: Wanted, member: Member) -> list[uuid.UUID] | None:
    if not wanted.selection_id:
        return None
    chosen = Selection.objects.filter(
        id=wanted.selection_id, chosen_by=member.user, list_code=wanted.list_code
    ).first()
    if chosen is None:
        raise NotFound("What was selected is not known any more. Select the rows again.")
    return list(chosen.ids)


def _write(wanted: Wanted, member: Member, path: Path, turn: Run | None = None) -> int:
    columns = choose_columns(definition_of(wanted.list_code), member, wanted.columns)
    pages = _counted(_pages(wanted, member), turn)
    rows = _cells(pages, columns, member)
    if wanted.format == "xlsx":
        return write_xlsx(path, rows, title=wanted.list_code.capitalize()) - 1
    count = -1
    with path.open("w", encoding="utf-8", newline="") as file:
        for line in csv_lines(rows):
            file.write(line)
            count += 1
    return count


def _pages(wanted: Wanted, member: Member) -> Iterator[Sequence[Any]]:
    """Page by page by key: memory is bounded, and a row that moves meanwhile is not written twice by its place."""
    definition, cursor = _reach(wanted, member), ""
    while True:
        page = run(
            definition,
            member,
            document=wanted.document,
            text=wanted.text,
            sort=wanted.sort,
            cursor=cursor,
            limit=PAGE,
            columns=wanted.columns,
        )
        yield page.rows
        cursor = page.next_cursor
        if not cursor:
            return


def _counted(pages: Iterator[Sequence[Any]], turn: Run | None) -> Iterator[Any]:
    done = 0
    for page in pages:
        yield from page
        done += len(page)
        if turn is not None:
            turn.step(done)


def _cells(rows: Iterator[Any], columns: Sequence[Column], member: Member) -> Iterator[list[Any]]:
    wide = [column.type == "money" for column in columns]
    masks = [member.authority.mask(column.mask) if column.mask else "" for column in columns]
    head: list[Any] = []
    for column, is_money in zip(columns, wide, strict=True):
        head += [str(column.label), f"{column.label} (currency)"] if is_money else [str(column.label)]
    yield head
    for row in rows:
        cells: list[Any] = []
        for column, how, is_money in zip(columns, masks, wide, strict=True):
            cells += _cell(column, row, how, is_money)
        yield cells


def _cell(column: Column, row: Any, how: str, is_money: bool) -> list[Any]:
    value = column.read(row)
    if column.show == "minor" and isinstance(value, int) and not isinstance(value, bool):
        value = Money(value, row.currency) if getattr(row, "currency", "") else value
    if how:
        masked = shown(value, how, column.mask)
        return [masked, ""] if is_money else [masked]
    if isinstance(value, Money):
        return [value.decimal, value.currency] if is_money else [f"{value.decimal} {value.currency}"]
    if is_money:
        return [value, ""]
    if isinstance(value, (list, tuple)):
        return [", ".join(str(getattr(one, "name", one)) for one in value)]
    return [value]
