"""From the checked file to the run."""

from django.db import transaction

from atrium.kernel.errors import Conflict, Refused
from tenants.jobs import services as jobs
from tenants.jobs.models import Job
from tenants.staff.models import Member

from ..models import Import


@transaction.atomic
def begin(*, one: Import, by: Member) -> Job:
    """Pressed twice, it begins once."""
    one = Import.objects.select_for_update(of=("self",)).select_related("check_job").get(id=one.id)
    if one.run_job_id:
        raise Conflict("This file is being imported, or was. Its work is in the list.")
    if one.check_job is None or one.check_job.state != Job.State.DONE:
        raise Refused("Check the file first. Nothing was imported.")
    counts = one.check_job.result.get("counts", {})
    one.run_job = jobs.start(
        kind="leads.import",
        params={"import_id": str(one.id)},
        by=by,
        title=f"Import of {one.name}",
        input_name=one.name,
        total=counts.get("rows"),
    )
    one.save(update_fields=["run_job"])
    return one.run_job
