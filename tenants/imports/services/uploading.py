"""A file comes in: kept in a folder of its own, looked at, refused in words if it is no table."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput, NotFound
from atrium.kernel.ids import new_id
from tenants.jobs import files
from tenants.jobs.engine import tables
from tenants.jobs.engine.encodings import OFFERED
from tenants.jobs.engine.limits import BadFile
from tenants.jobs.rules import FILES_KEPT_DAYS
from tenants.staff.models import Member

from ..engine import columns
from ..models import Import, KnownHeadings

FOLDER = "imports"


def upload(*, chunks: Iterable[bytes], name: str, by: Member) -> Import:
    """The draft, with its columns guessed. A file that is refused leaves nothing behind."""
    forget_old()
    one = Import(id=new_id(), name=Path(name).name[:200], created_by=by.user)
    path = path_of(one)
    try:
        files.write(path, chunks)
        with in_words():
            _take(one, tables.look(path, one.name))
    except BaseException:
        files.remove(FOLDER, one.id)
        raise
    one.save(force_insert=True)
    return one


@transaction.atomic
def reread(*, one: Import, encoding: str) -> Import:
    """Somebody saw wrong letters and chose another way of reading them."""
    if encoding not in OFFERED:
        raise InvalidInput("Choose one of the encodings in the list.", field="encoding")
    with in_words():
        _take(one, tables.look(path_of(one), one.name, encoding=encoding))
    one.save()
    return one


def drop(*, one: Import) -> None:
    """Thrown away before it was run: the file is gone at once."""
    files.remove(FOLDER, one.id)
    one.delete()


def forget_old() -> None:
    """Files of imports go when those of jobs go."""
    old = Import.objects.filter(created_at__lte=clock.now() - timedelta(days=FILES_KEPT_DAYS))
    for one in old[:50]:
        drop(one=one)


def path_of(one: Import) -> Path:
    return files.folder(FOLDER, one.id) / "input"


def rows_path(one: Import) -> Path:
    return files.folder(FOLDER, one.id) / "rows.jsonl"


def report_path(one: Import) -> Path:
    return files.folder(FOLDER, one.id) / "report.json"


def table_of(one: Import) -> tables.Table:
    return tables.Table(one.kind, one.encoding, one.delimiter, tuple(one.headings), ())


@contextmanager
def in_words() -> Iterator[None]:
    try:
        yield
    except BadFile as error:
        raise InvalidInput(str(error), field="file") from error
    except FileNotFoundError:
        raise NotFound("The file is no longer kept. Nothing was imported from it; upload it again.") from None


def _take(one: Import, table: tables.Table) -> None:
    one.kind, one.encoding, one.delimiter = table.kind, table.encoding, table.delimiter
    one.headings = list(table.headings)
    known = KnownHeadings.objects.filter(digest=columns.digest(table.headings)).first()
    guessed = columns.guess(table.headings, known.mapping if known else None)
    one.mapping = {str(column): code for column, code in guessed.items()}
    one.settings = dict(known.settings) if known else {}
    one.settings.pop("member_id", None)
    if one.settings.get("assignment") == "member":
        one.settings["assignment"] = "rules"
