"""A table of every type of fact, for comparing the two evaluators; it lives as long as its transaction."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.apps.registry import Apps
from django.db import connection, models
from django.db.models import Q

from tenants.lists.types import Column
from tests.rulebook.documents import FIELDS


class Sample(models.Model):
    objects: ClassVar["models.Manager[Sample]"] = models.Manager()

    name = models.CharField(max_length=40)
    score = models.IntegerField(null=True)
    deposits = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=8, default="USD")
    born = models.DateField(null=True)
    seen = models.DateTimeField(null=True)
    country = models.CharField(max_length=2, blank=True)
    verified = models.BooleanField(null=True)
    tag_names = models.JSONField(default=list)

    class Meta:
        apps = Apps()
        app_label = "sample"
        db_table = "pg_temp_sample"
        managed = False

    table: ClassVar = """
        CREATE TEMPORARY TABLE pg_temp_sample (
            id integer PRIMARY KEY, name text NOT NULL, score integer, deposits numeric(24, 8), minor bigint,
            currency text NOT NULL, born date, seen timestamptz, country text NOT NULL, verified boolean,
            tag_names jsonb NOT NULL
        ) ON COMMIT DROP
    """


def _tagged(names: Any) -> Q:
    if names is None:
        return ~Q(tag_names=[])
    wanted = Q()
    for name in names:
        wanted |= Q(tag_names__contains=[name])
    return wanted


PATHS: Mapping[str, Column] = {
    field.code: Column(
        field.code,
        field.label,
        field.type,
        "" if field.type == "tags" else field.code,
        whole=field.code == "score",
        sortable=True,
        nullable=field.code in {"score", "deposits", "born", "seen"},
        having=_tagged if field.type == "tags" else None,
    )
    for field in FIELDS
}


def make_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(Sample.table)


def row(number: int, facts: Mapping[str, Any]) -> Sample:
    plain = {name: value for name, value in facts.items() if name != "tags"}
    return Sample(id=number, tag_names=list(facts["tags"]), **plain)
