"""An import from the file to its result, and which column meant what the last time."""

from typing import ClassVar

from django.db import models

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from tenants.identity.models import User
from tenants.jobs.models import Job


class Import(BrokerModel):
    """The file lies in a folder of its own; `check` and `run` are the jobs that read it. `mapping`: column → field."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="imports")
    created_at = models.DateTimeField(default=clock.now)
    kind = models.CharField(max_length=4)
    encoding = models.CharField(max_length=20, blank=True)
    delimiter = models.CharField(max_length=1, blank=True)
    headings = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    settings = models.JSONField(default=dict)
    check_job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    run_job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["created_by", "-created_at"], name="imports_import_of_person"),
            models.Index(fields=["created_at"], name="imports_import_age"),
        ]

    def __str__(self) -> str:
        return self.name


class KnownHeadings(BrokerModel):
    """The same headings were matched like this before: the next file of that kind needs no matching."""

    digest = models.CharField(primary_key=True, max_length=64)
    mapping = models.JSONField()  # heading → field
    settings = models.JSONField(default=dict)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest
