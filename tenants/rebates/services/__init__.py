"""The verbs of rebates, one file a subject."""

from ..bulk.events import accrue_events
from ..bulk.replaying import replay_late
from .accrual import accrue, accrue_batches, accrue_period, accrue_waiting
from .correction import correct_deals
from .held import note_qualified
from .plans import create_default_plan, draft_plan, end_plan, furnish, publish_plan
from .settlement import settle_all_due, settle_due

__all__ = [
    "accrue",
    "accrue_batches",
    "accrue_events",
    "accrue_period",
    "accrue_waiting",
    "correct_deals",
    "create_default_plan",
    "draft_plan",
    "end_plan",
    "furnish",
    "note_qualified",
    "publish_plan",
    "replay_late",
    "settle_all_due",
    "settle_due",
]
