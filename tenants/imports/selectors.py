"""Reads of imports: each person's own."""

import json
import uuid
from typing import Any

from atrium.kernel.errors import NotFound
from tenants.jobs.engine import tables
from tenants.staff.models import Member

from .models import Import
from .services import uploading


def import_for(member: Member, import_id: uuid.UUID) -> Import:
    one = Import.objects.select_related("check_job__progress", "run_job__progress").filter(
        id=import_id, created_by=member.user
    )
    found = one.first()
    if found is None:
        raise NotFound(
            "There is no such import any more. Files are kept for some days only; nothing was imported."
        )
    return found


def open_imports(member: Member) -> list[Import]:
    """Begun and not run: one can come back to them."""
    return list(Import.objects.filter(created_by=member.user, run_job=None).order_by("-created_at")[:10])


def sample_of(one: Import) -> tables.Table:
    """Headings and first rows, read anew: they are kept nowhere but in the file."""
    with uploading.in_words():
        return tables.look(uploading.path_of(one), one.name, encoding=one.encoding)


def report_of(one: Import) -> dict[str, Any]:
    """What the check found: counts, first problems, first duplicates."""
    path = uploading.report_path(one)
    return dict(json.loads(path.read_text())) if path.exists() else {}
