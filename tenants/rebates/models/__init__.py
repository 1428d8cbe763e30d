"""Plans, lines, and what of the lines was posted to the ledger and paid. One file a subject."""

from .disputes import Dispute, Goodwill
from .facts import AccountTerms, DealFacts, Happening
from .invoices import BillingDetails, Invoice, InvoiceItem
from .lines import Line
from .parties import PartyKind
from .plans import Plan
from .postings import Accrual, Posting
from .running import Computation, Late, Running
from .runs import Cell, Difference, Recalculation, ShadowCourse, ShadowLine, WhatIf
from .settlements import Clawback, PayoutItem, PayoutRun, Settlement
from .waiting import Waiting

__all__ = [
    "AccountTerms",
    "Accrual",
    "BillingDetails",
    "Cell",
    "Clawback",
    "Computation",
    "DealFacts",
    "Difference",
    "Dispute",
    "Goodwill",
    "Happening",
    "Invoice",
    "InvoiceItem",
    "Late",
    "Line",
    "PartyKind",
    "PayoutItem",
    "PayoutRun",
    "Plan",
    "Posting",
    "Recalculation",
    "Running",
    "Settlement",
    "ShadowCourse",
    "ShadowLine",
    "Waiting",
    "WhatIf",
]
