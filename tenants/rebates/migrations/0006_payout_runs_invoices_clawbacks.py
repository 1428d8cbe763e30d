"""Payout runs, self-billing invoices and clawbacks; what was issued is never changed."""

import atrium.kernel.clock
import atrium.kernel.ids
import django.db.models.deletion
import django.db.models.expressions
from decimal import Decimal
from django.db import migrations, models


def _refuse(table: str) -> list[str]:
    """ALWAYS, because an ordinary trigger sleeps while session_replication_role is replica."""
    statements = []
    for name, when, scope in (("rows", "UPDATE OR DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT")):
        statements += [
            f"CREATE TRIGGER {table}_refuse_{name} BEFORE {when} ON {table} "
            f"FOR EACH {scope} EXECUTE FUNCTION rebates_refuse_change()",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_refuse_{name}",
        ]
    return statements


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0001_initial"),
        ("ibs", "0004_moves_and_ranks"),
        ("rebates", "0005_lines_keep_their_inputs"),
    ]

    operations = [
        migrations.AddField(
            model_name="settlement",
            name="batch_id",
            field=models.UUIDField(null=True),
        ),
        migrations.CreateModel(
            name="BillingDetails",
            fields=[
                (
                    "partner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="billing",
                        serialize=False,
                        to="ibs.partner",
                    ),
                ),
                ("legal_name", models.CharField(max_length=160)),
                ("address", models.CharField(max_length=300)),
                ("country", models.CharField(max_length=2)),
                ("tax_number", models.CharField(blank=True, max_length=40)),
                (
                    "tax",
                    models.CharField(
                        choices=[
                            ("included", "VAT is in the amount"),
                            ("reverse", "Reverse charge: the recipient owes the VAT"),
                            ("exempt", "Exempt, or a small business"),
                            ("outside", "Outside the scope of VAT"),
                        ],
                        default="outside",
                        max_length=8,
                    ),
                ),
                ("tax_percent", models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=5)),
                ("agreed_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField(default=atrium.kernel.clock.now)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("tax", "included"), ("tax_percent__gt", 0), ("tax_percent__lt", 100)),
                            models.Q(models.Q(("tax", "included"), _negated=True), ("tax_percent", 0)),
                            _connector="OR",
                        ),
                        name="rebates_billing_percent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tax__in", ["included", "reverse", "exempt", "outside"])),
                        name="rebates_billing_tax",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Clawback",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=atrium.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("of_kind", models.CharField(max_length=6)),
                ("of_source", models.CharField(max_length=120)),
                (
                    "reason",
                    models.CharField(
                        choices=[("clawback", "Clawback"), ("rejected", "Rejected")], max_length=8
                    ),
                ),
                ("explanation", models.CharField(max_length=400)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for approval"),
                            ("done", "Taken back"),
                            ("refused", "Refused"),
                        ],
                        default="waiting",
                        max_length=7,
                    ),
                ),
                ("approval_id", models.UUIDField(null=True)),
                ("requested_by", models.UUIDField(null=True)),
                ("lines", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "client",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.client",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clawbacks",
                        to="ibs.partner",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=atrium.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("invoice", "Invoice"), ("credit_note", "Credit note")], max_length=11
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True)),
                ("year", models.SmallIntegerField()),
                ("serial", models.BigIntegerField()),
                ("currency", models.CharField(max_length=8)),
                ("net_minor", models.BigIntegerField()),
                ("tax_minor", models.BigIntegerField()),
                ("gross_minor", models.BigIntegerField()),
                ("period_from", models.DateField()),
                ("period_to", models.DateField()),
                ("content", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("issued_at", models.DateTimeField()),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_note",
                        to="rebates.invoice",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="invoices", to="ibs.partner"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InvoiceItem",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="rebates.invoice",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoiced",
                        to="rebates.settlement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PayoutRun",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=atrium.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.BigIntegerField(unique=True)),
                ("currency", models.CharField(max_length=8)),
                ("due_until", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for approval"),
                            ("approved", "Approved"),
                            ("done", "Done"),
                            ("refused", "Refused"),
                        ],
                        max_length=8,
                    ),
                ),
                ("approval_id", models.UUIDField(null=True)),
                ("requested_by", models.UUIDField(null=True)),
                ("parties", models.PositiveIntegerField(default=0)),
                ("asked_minor", models.BigIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["-created_at", "-id"], name="rebates_payoutrun_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "approved"])),
                        fields=("currency",),
                        name="rebates_payoutrun_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "approved", "done", "refused"])),
                        name="rebates_payoutrun_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayoutItem",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "party_kind",
                    models.CharField(choices=[("partner", "Partner"), ("client", "Client")], max_length=7),
                ),
                ("party_number", models.BigIntegerField()),
                ("amount_minor", models.BigIntegerField()),
                ("paid_minor", models.BigIntegerField(null=True)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="rebates.payoutrun",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="settlement",
            name="run",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="settlements",
                to="rebates.payoutrun",
            ),
        ),
        migrations.AddIndex(
            model_name="settlement",
            index=models.Index(fields=["-at", "-id"], name="rebates_settlement_latest"),
        ),
        migrations.AddIndex(
            model_name="clawback",
            index=models.Index(fields=["-created_at", "-id"], name="rebates_clawback_newest"),
        ),
        migrations.AddIndex(
            model_name="clawback",
            index=models.Index(fields=["of_kind", "of_source"], name="rebates_clawback_of"),
        ),
        migrations.AddConstraint(
            model_name="clawback",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")),
                fields=("of_kind", "of_source", "partner"),
                name="rebates_clawback_one_open",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="clawback",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "done", "refused"])),
                name="rebates_clawback_state",
            ),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["partner", "-issued_at", "-id"], name="rebates_invoice_partner"),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["-issued_at", "-id"], name="rebates_invoice_newest"),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(
                fields=("kind", "year", "serial"), name="rebates_invoice_gapless"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "gross_minor",
                        django.db.models.expressions.CombinedExpression(
                            models.F("net_minor"), "+", models.F("tax_minor")
                        ),
                    )
                ),
                name="rebates_invoice_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("corrects", None), ("gross_minor__gt", 0), ("kind", "invoice")),
                    models.Q(("corrects__isnull", False), ("gross_minor__lt", 0), ("kind", "credit_note")),
                    _connector="OR",
                ),
                name="rebates_invoice_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoiceitem",
            constraint=models.UniqueConstraint(
                fields=("invoice", "settlement"), name="rebates_invoiceitem_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutitem",
            constraint=models.UniqueConstraint(
                fields=("run", "party_kind", "party_number"), name="rebates_payoutitem_party"
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gt", 0)), name="rebates_payoutitem_amount"
            ),
        ),
        migrations.RunSQL(
            [*_refuse("rebates_invoice"), *_refuse("rebates_invoiceitem")], migrations.RunSQL.noop
        ),
    ]
