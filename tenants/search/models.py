"""One row for each thing that can be found: its words, in core PostgreSQL's own index for words."""

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Field, Lookup

from atrium.kernel.models import BrokerModel


class WordsField(Field):  # type: ignore[type-arg]
    """A tsvector of lexemes as rules.py makes them. Never read back into Python, and written by SQL only."""

    def db_type(self, connection: Any) -> str:
        return "tsvector"


@WordsField.register_lookup
class Fits(Lookup):
    """`terms__fits=query`, a text in tsquery's grammar."""

    lookup_name = "fits"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        left, left_params = self.process_lhs(compiler, connection)
        return f"{left} @@ %s::tsquery", [*left_params, self.rhs]


class Entry(BrokerModel):
    subject_id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=10)
    lead_id = models.UUIDField(null=True)
    terms = WordsField()

    class Meta:
        # A list of what is not yet in its place would be read through by every search until somebody clears it up.
        indexes: ClassVar = [GinIndex(fields=["terms"], name="search_entry_terms", fastupdate=False)]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"
