"""Roles move from the member to effective-dated appointments; "view all" becomes a role's scope."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

import atrium.kernel.clock
import atrium.kernel.ids

# An ordinary statement goes first: an INSERT … SELECT alone in a transaction can be lost on Citus.
_CARRY_OVER = [
    "UPDATE staff_role SET scopes = '[\"all\"]' WHERE permissions @> '[\"*\"]' OR permissions @> '[\"leads.view_all\"]'"
    " OR permissions @> '[\"clients.view_all\"]'",
    "UPDATE staff_role SET scopes = '[\"own\", \"participating\", \"unassigned\"]' WHERE scopes = '[]'",
    "UPDATE staff_role SET permissions = permissions - 'leads.view_all' - 'clients.view_all'",
    "INSERT INTO staff_appointment (id, member_id, role_id, desk_id, is_leader, active_from, active_to, because)"
    " SELECT gen_random_uuid(), id, role_id, desk_id, false, active_from, active_to, '' FROM staff_member",
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("staff", "0001_initial")]

    operations: ClassVar = [
        migrations.AddField(
            "desk",
            "kind",
            models.CharField(
                choices=[
                    ("sales", "Sales"),
                    ("retention", "Retention"),
                    ("support", "Support"),
                    ("back_office", "Back office"),
                ],
                default="sales",
                max_length=12,
            ),
        ),
        migrations.AddField("role", "description", models.CharField(blank=True, max_length=200)),
        migrations.AddField("role", "limits", models.JSONField(blank=True, default=dict)),
        migrations.AddField("role", "masks", models.JSONField(blank=True, default=dict)),
        migrations.AddField("role", "scopes", models.JSONField(default=list)),
        migrations.AddField("role", "version", models.IntegerField(default=1)),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=atrium.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_leader", models.BooleanField(default=False)),
                ("active_from", models.DateTimeField(default=atrium.kernel.clock.now)),
                ("active_to", models.DateTimeField(blank=True, null=True)),
                ("because", models.CharField(blank=True, max_length=200)),
                ("desk", models.ForeignKey(
                    blank=True, null=True, on_delete=django.db.models.deletion.PROTECT,
                    related_name="appointments", to="staff.desk",
                )),
                ("member", models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="appointments", to="staff.member"
                )),
                ("role", models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="appointments", to="staff.role"
                )),
            ],
        ),
        migrations.AddIndex(
            "appointment", models.Index(fields=["member", "active_from"], name="staff_appointment_of_member")
        ),
        migrations.AddConstraint(
            "appointment",
            models.CheckConstraint(
                condition=models.Q(("active_to__isnull", True), ("active_to__gte", models.F("active_from")), _connector="OR"),
                name="staff_appointment_dates",
            ),
        ),
        migrations.RunSQL(_CARRY_OVER, migrations.RunSQL.noop),
        migrations.RemoveConstraint("member", "staff_member_dates"),
        migrations.RenameField("member", "active_from", "joined_at"),
        migrations.RemoveField("member", "active_to"),
        migrations.RemoveField("member", "role"),
    ]
