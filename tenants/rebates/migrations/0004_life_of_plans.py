"""Plans are tried, shadowed and approved; periods are computed again; lines are disputed."""

from pathlib import Path

import atrium.kernel.clock
import atrium.kernel.ids
import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


_SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0001_initial"),
        ("ibs", "0001_initial"),
        ("rebates", "0003_rates_have_a_room"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Cell",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "by",
                    models.CharField(
                        choices=[
                            ("group", "Group"),
                            ("symbol", "Symbol"),
                            ("cross", "Group and symbol"),
                            ("partner", "Partner"),
                        ],
                        max_length=8,
                    ),
                ),
                ("key", models.CharField(max_length=120)),
                ("deals", models.IntegerField(default=0)),
                ("lots", models.DecimalField(decimal_places=10, default=Decimal("0"), max_digits=28)),
                ("revenue", models.DecimalField(decimal_places=10, default=Decimal("0"), max_digits=38)),
                ("cost", models.DecimalField(decimal_places=10, default=Decimal("0"), max_digits=38)),
                ("cost_before", models.DecimalField(decimal_places=10, default=Decimal("0"), max_digits=38)),
            ],
        ),
        migrations.CreateModel(
            name="Difference",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("source_kind", models.CharField(max_length=6)),
                ("source", models.CharField(max_length=120)),
                ("plan_code", models.CharField(blank=True, max_length=60)),
                ("leg", models.CharField(max_length=40)),
                (
                    "party_kind",
                    models.CharField(choices=[("partner", "Partner"), ("client", "Client")], max_length=7),
                ),
                ("party", models.CharField(blank=True, max_length=40)),
                ("symbol", models.CharField(blank=True, max_length=32)),
                ("time", models.DateTimeField()),
                ("currency", models.CharField(max_length=8)),
                ("was", models.DecimalField(decimal_places=10, max_digits=28, null=True)),
                ("now", models.DecimalField(decimal_places=10, max_digits=28, null=True)),
                ("was_line", models.BigIntegerField(null=True)),
                ("generation", models.SmallIntegerField(default=-1)),
                ("row", models.JSONField(null=True)),
                ("posted", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=atrium.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.IntegerField(unique=True)),
                ("text", models.CharField(max_length=1000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("upheld", "Upheld"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("opened_at", models.DateTimeField(default=atrium.kernel.clock.now)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, max_length=1000)),
                ("batch_id", models.UUIDField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Recalculation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=atrium.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.IntegerField(unique=True)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("reason", models.CharField(max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("computing", "Computing"),
                            ("ready", "Ready"),
                            ("asked", "Waiting for approval"),
                            ("posting", "Posting"),
                            ("posted", "Posted"),
                            ("refused", "Refused"),
                            ("dropped", "Dropped"),
                        ],
                        default="computing",
                        max_length=10,
                    ),
                ),
                ("job_id", models.UUIDField(null=True)),
                ("approval_id", models.UUIDField(null=True)),
                ("created_at", models.DateTimeField(default=atrium.kernel.clock.now)),
                ("ended_at", models.DateTimeField(null=True)),
                ("deals", models.IntegerField(default=0)),
                ("lines", models.IntegerField(default=0)),
                ("left_out", models.IntegerField(default=0)),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                ("result", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="ShadowLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("source_kind", models.CharField(max_length=6)),
                ("source", models.CharField(max_length=120)),
                ("leg", models.CharField(max_length=40)),
                (
                    "party_kind",
                    models.CharField(choices=[("partner", "Partner"), ("client", "Client")], max_length=7),
                ),
                ("party", models.CharField(blank=True, max_length=40)),
                ("deal_id", models.BigIntegerField(null=True)),
                ("symbol", models.CharField(blank=True, max_length=32)),
                ("lots", models.DecimalField(decimal_places=10, default=Decimal("0"), max_digits=28)),
                ("amount", models.DecimalField(decimal_places=10, max_digits=28)),
                ("currency", models.CharField(max_length=8)),
                ("reason", models.CharField(blank=True, max_length=24)),
                ("time", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="WhatIf",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=atrium.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("document", models.JSONField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("currency", models.CharField(max_length=8)),
                (
                    "state",
                    models.CharField(
                        choices=[("computing", "Computing"), ("done", "Done")],
                        default="computing",
                        max_length=10,
                    ),
                ),
                ("job_id", models.UUIDField(null=True)),
                ("created_at", models.DateTimeField(default=atrium.kernel.clock.now)),
                ("ended_at", models.DateTimeField(null=True)),
                ("deals", models.IntegerField(default=0)),
                ("lines", models.IntegerField(default=0)),
                ("left_out", models.IntegerField(default=0)),
                ("revenue", models.DecimalField(decimal_places=10, default=Decimal("0"), max_digits=38)),
                ("cost", models.DecimalField(decimal_places=10, default=Decimal("0"), max_digits=38)),
                ("cost_before", models.DecimalField(decimal_places=10, default=Decimal("0"), max_digits=38)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="plan",
            name="rebates_plan_published",
        ),
        migrations.AddField(
            model_name="plan",
            name="approval_id",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="plan",
            name="shadow_from",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="plan",
            name="shadow_to",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="plan",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("simulated", "Tried on the past"),
                    ("pending", "Waiting for approval"),
                    ("shadow", "In the shadow"),
                    ("published", "Published"),
                ],
                default="draft",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "published"), _negated=True),
                    ("published_at__isnull", False),
                    _connector="OR",
                ),
                name="rebates_plan_published",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "shadow"), _negated=True),
                    ("shadow_from__isnull", False),
                    _connector="OR",
                ),
                name="rebates_plan_shadow",
            ),
        ),
        migrations.AddField(
            model_name="difference",
            name="client",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.client"
            ),
        ),
        migrations.AddField(
            model_name="difference",
            name="partner",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ibs.partner"
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="answered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="line",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="disputes",
                to="rebates.line",
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="partner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="disputes", to="ibs.partner"
            ),
        ),
        migrations.AddField(
            model_name="recalculation",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="difference",
            name="recalculation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="differences",
                to="rebates.recalculation",
            ),
        ),
        migrations.AddField(
            model_name="shadowline",
            name="partner",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ibs.partner"
            ),
        ),
        migrations.AddField(
            model_name="shadowline",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="shadow_lines", to="rebates.plan"
            ),
        ),
        migrations.AddField(
            model_name="whatif",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="whatif",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="what_ifs", to="rebates.plan"
            ),
        ),
        migrations.AddField(
            model_name="cell",
            name="what_if",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="cells", to="rebates.whatif"
            ),
        ),
        migrations.AddIndex(
            model_name="dispute",
            index=models.Index(fields=["partner", "-opened_at", "-id"], name="rebates_dispute_of_partner"),
        ),
        migrations.AddIndex(
            model_name="dispute",
            index=models.Index(fields=["-opened_at", "-id"], name="rebates_dispute_newest"),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("line",), name="rebates_dispute_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "open"), ("answered_at__isnull", False), _connector="OR"),
                name="rebates_dispute_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="recalculation",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gt", models.F("since"))), name="rebates_recalculation_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="difference",
            constraint=models.UniqueConstraint(
                fields=("recalculation", "source_kind", "source", "plan_code", "leg", "party_kind", "party"),
                name="rebates_difference_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="shadowline",
            constraint=models.UniqueConstraint(
                fields=("plan", "source_kind", "source", "leg", "party_kind", "party"),
                name="rebates_shadowline_once",
            ),
        ),
        migrations.AddIndex(
            model_name="whatif",
            index=models.Index(fields=["plan", "-created_at"], name="rebates_whatif_newest"),
        ),
        migrations.AddConstraint(
            model_name="whatif",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gt", models.F("since"))), name="rebates_whatif_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="cell",
            constraint=models.UniqueConstraint(fields=("what_if", "by", "key"), name="rebates_cell_once"),
        ),
        migrations.RunSQL(
            [(_SQL / "freeze_plan_life.sql").read_text(encoding="utf-8")], migrations.RunSQL.noop
        ),
    ]
