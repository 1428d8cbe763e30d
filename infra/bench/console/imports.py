"""An import of 100,000 leads: read, validated, compared with who is there, numbered, assigned, recorded."""

import csv
import io
import resource
import time
from collections.abc import Iterator
from typing import Any, Final

from django.db import connection

from atrium.kernel import tenancy
from infra.bench.figures import Figure

ROWS: Final = 100_000
TWICE: Final = 20  # every 20th row is somebody who is there already, or stands in the file twice
CHUNK: Final = 1 << 16


def figures(tenant: tenancy.Tenant) -> list[Figure]:
    """The broker is the one with many clients."""
    with tenancy.entered(tenant):
        limit = _copied_a_second()
        before = _memory_mb()
        checked, imported = _import()
        grown = _memory_mb() - before
    whole = ROWS / (checked + imported)
    return [
        Figure(
            "import of 100,000 leads, validated and compared (rows/s)",
            ROWS / imported,
            2000,
            limit,
            at_most=False,
        ),
        Figure("its dry run before (rows/s)", ROWS / checked, 2000, limit, at_most=False),
        Figure("both, one after the other (rows/s)", whole, 1000, limit, at_most=False),
        Figure("memory that the import adds (MB)", grown, 200, before),
    ]


def _import() -> tuple[float, float]:
    """Seconds of the check and of the run, as the worker does them, without its waiting for a turn."""
    from tenants.imports import services
    from tenants.imports.types import Settings
    from tenants.jobs import services as jobs
    from tenants.jobs.models import Job
    from tenants.staff.services import add_member

    member = add_member(email=f"bench{time.time_ns()}@example.com", name="Bench", role="Administrator")
    one = services.upload(chunks=_file(), name="people.csv", by=member)
    mapping = {int(column): code for column, code in one.mapping.items()}
    check = services.match(one=one, mapping=mapping, settings=Settings(assignment="rules"), by=member)
    checked = _seconds(lambda: jobs.work_off(check))
    one.refresh_from_db()
    job = services.begin(one=one, by=member)
    took = _seconds(lambda: jobs.work_off(job))
    job.refresh_from_db()
    made = job.result.get("counts", {}).get("created", 0)
    if job.state != Job.State.DONE or made < ROWS * (TWICE - 2) // TWICE:
        raise SystemExit(f"The import ended {job.state} with {made} leads: {job.error or job.result_text}")
    return checked, took


def _seconds(work: Any) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def _file() -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["Name", "E-mail", "Phone", "Country", "Language", "Campaign"])
    for number in range(ROWS):
        who = number - 1 if number % TWICE == TWICE - 1 else number
        writer.writerow(
            [
                f"José Pérez {who}",
                f"import{who}@example.com",
                f"+34 6{who:08d}",
                "España",
                "es",
                "Madrid fair",
            ]
        )
        if buffer.tell() > CHUNK:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _copied_a_second() -> float:
    """The machine's limit: the same number of bare rows into a table of the same shape and indexes, and nothing else."""
    from atrium.kernel.ids import new_id

    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE bare (LIKE leads_lead INCLUDING DEFAULTS INCLUDING INDEXES)")
        began = time.monotonic()
        columns = "id, number, name, name_folded, email, phone, country, language, national_id, address, source, referral_code,"
        columns += " campaign, status, assigned_because, score, version, created_at"
        with cursor.copy(f"COPY bare ({columns}) FROM STDIN") as copy:
            for number in range(ROWS):
                copy.write_row(
                    (new_id(), number, "José Pérez", f"jose perez {number}", f"i{number}@example.com", f"+346{number:08d}", "ES",
                     "es", "", "", "import", "", "{}", "lead", "", 0, 1, now)
                )  # fmt: skip
        took = time.monotonic() - began
        cursor.execute("DROP TABLE bare")
    return ROWS / took


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
