"""The verbs of rebates, one file a subject."""

from .accrual import accrue, accrue_waiting
from .correction import correct_deals
from .plans import create_default_plan, draft_plan, end_plan, furnish, publish_plan
from .settlement import settle_all_due, settle_due

__all__ = [
    "accrue",
    "accrue_waiting",
    "correct_deals",
    "create_default_plan",
    "draft_plan",
    "end_plan",
    "furnish",
    "publish_plan",
    "settle_all_due",
    "settle_due",
]
