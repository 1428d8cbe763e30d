"""Requests that were asked before there were chains get the one step they had, and decisions the person behind them."""

from django.db import migrations

_STEPS = """
INSERT INTO approvals_step (id, approval_id, round, place, who, permission, role_name, people, sla_minutes,
                            escalate_role_name, state, opened_at)
SELECT gen_random_uuid(), id, 1, 1, 'permission', permission, '', 1, 0, '', 'open', requested_at
FROM approvals_approval asked
WHERE state = 'pending' AND NOT EXISTS (SELECT 1 FROM approvals_step WHERE approval_id = asked.id)
"""
_PERSONS = """
UPDATE approvals_decision SET person_id = identity_user.person_id
FROM identity_user WHERE identity_user.id = approvals_decision.by_id AND approvals_decision.person_id IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("approvals", "0002_chains_steps_and_delegations"), ("identity", "0001_initial")]
    operations = [
        migrations.RunSQL([_STEPS, _PERSONS], reverse_sql=migrations.RunSQL.noop),
    ]
