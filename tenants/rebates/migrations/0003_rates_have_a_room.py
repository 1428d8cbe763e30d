"""Rates are no longer the rebates' own: they move to their room, which converts for everybody."""

from typing import ClassVar

from django.db import migrations

# An ordinary statement goes first: an INSERT … SELECT alone in a transaction can be lost on Citus.
_CARRY_OVER = [
    "UPDATE rebates_rate SET rate = rate WHERE false",
    "INSERT INTO rates_rate (id, base, quote, rate, at, source) SELECT id, base, quote, rate, at, 'broker' FROM rebates_rate",
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("rebates", "0002_append_only"), ("rates", "0002_append_only")]

    operations: ClassVar = [
        migrations.RunSQL(_CARRY_OVER, migrations.RunSQL.noop),
        migrations.DeleteModel("Rate"),
    ]
