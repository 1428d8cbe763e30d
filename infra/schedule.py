"""What runs by the clock. Beat rings one public dispatcher a job; the dispatcher sends one task to each active broker."""

from typing import Any, Final

from celery.schedules import crontab

BEAT: Final[dict[str, dict[str, Any]]] = {
    "seal-the-audit": {"task": "infra.dispatch_sealing", "schedule": 2.0},
    "verify-the-audit": {
        "task": "infra.dispatch",
        "schedule": crontab(hour=2, minute=20),
        "args": ["audit.verify", True],
    },
    "anchor-the-audit": {
        "task": "infra.dispatch",
        "schedule": crontab(hour=0, minute=10),
        "args": ["audit.anchor", True],
    },
    # A day is sealed soon after it is over; the later turns find it sealed, or try again.
    "seal-the-ledger": {
        "task": "infra.dispatch",
        "schedule": crontab(minute=20),
        "args": ["ledger.snapshot", True],
    },
    "dispatch-outbox-sweep": {"task": "infra.dispatch", "schedule": 2.0, "args": ["outbox.sweep"]},
    "repair-figures": {
        "task": "infra.dispatch",
        "schedule": crontab(hour=3, minute=40),
        "args": ["insight.repair"],
    },
    "outbox-prune": {"task": "infra.dispatch", "schedule": 3600.0, "args": ["outbox.prune"]},
    "usage-snapshots": {"task": "infra.dispatch", "schedule": 30.0, "args": ["infra.snapshot_usage"]},
    "forget-old-answers": {"task": "infra.dispatch", "schedule": 3600.0, "args": ["apikeys.sweep"]},
    "jobs-sweep": {"task": "infra.dispatch", "schedule": 5.0, "args": ["jobs.sweep"]},
    "jobs-prune": {"task": "infra.dispatch", "schedule": 3600.0, "args": ["jobs.prune"]},
    "protect-leads": {"task": "infra.dispatch", "schedule": 300.0, "args": ["leads.protect"]},
    "leads-fall-dormant": {"task": "infra.dispatch", "schedule": 3600.0, "args": ["leads.fall_dormant"]},
    "score-leads": {"task": "infra.dispatch", "schedule": 86400.0, "args": ["leads.score_all"]},
    "trading-sweep": {"task": "infra.dispatch", "schedule": 5.0, "args": ["trading.sweep"]},
    "task-reminders": {"task": "infra.dispatch", "schedule": 30.0, "args": ["work.remind"]},
    "notification-mails": {"task": "infra.dispatch", "schedule": 60.0, "args": ["notifications.mail"]},
    "read-equity": {"task": "infra.dispatch", "schedule": 600.0, "args": ["trading.read_equity"]},
    "wallets-sweep": {"task": "infra.dispatch", "schedule": 60.0, "args": ["wallets.sweep"]},
    "reconcile": {
        "task": "infra.dispatch",
        "schedule": crontab(hour=1, minute=30),
        "args": ["payments.reconcile"],
    },
    "payments-sweep": {"task": "infra.dispatch", "schedule": 60.0, "args": ["payments.sweep"]},
    "escalate-approvals": {"task": "infra.dispatch", "schedule": 30.0, "args": ["approvals.escalate"]},
    # The European Central Bank tells a day's rates at about 15:00 UTC.
    "rates-refresh": {
        "task": "infra.dispatch",
        "schedule": crontab(hour="2,15,16,20", minute=20),
        "args": ["rates.refresh"],
    },
    "judge-ranks": {
        "task": "infra.dispatch",
        "schedule": crontab(hour=0, minute=40),
        "args": ["rebates.judge_ranks"],
    },
    # Three nights, so that a night of trouble costs nobody an invoice.
    "write-invoices": {
        "task": "infra.dispatch",
        "schedule": crontab(day_of_month="1-3", hour=1, minute=10),
        "args": ["rebates.write_invoices"],
    },
    "look-for-abuse": {
        "task": "infra.dispatch",
        "schedule": crontab(hour=1, minute=50),
        "args": ["abuse.look"],
    },
    "settle-due-rebates": {"task": "infra.dispatch", "schedule": 60.0, "args": ["rebates.settle_due"]},
    "repeat-client-shares": {
        "task": "infra.dispatch",
        "schedule": 30.0,
        "args": ["ibs.repeat_client_shares"],
    },
    "replay-late-rebates": {"task": "infra.dispatch", "schedule": 120.0, "args": ["rebates.replay_late"]},
    "accrue-events-rebates": {"task": "infra.dispatch", "schedule": 300.0, "args": ["rebates.accrue_events"]},
    "accrue-shadows": {"task": "infra.dispatch", "schedule": 300.0, "args": ["rebates.accrue_shadows"]},
    "accrue-waiting-rebates": {
        "task": "infra.dispatch",
        "schedule": 30.0,
        "args": ["rebates.accrue_waiting"],
    },
}
