"""Plans, lines, and what of the lines was posted to the ledger and paid. One file a subject."""

from .lines import Line
from .parties import PartyKind
from .plans import Plan
from .postings import Accrual, Posting
from .settlements import Settlement
from .waiting import Waiting

__all__ = ["Accrual", "Line", "PartyKind", "Plan", "Posting", "Settlement", "Waiting"]
