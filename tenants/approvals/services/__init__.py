"""The verbs of approvals, one file a family. The room that asked reacts to `approval.decided`; nothing is done here but
asking, amending and deciding. Every verb on a request locks its row first."""

from .amending import amend
from .asking import ask, needs_approval
from .chains import end_chain, save_chain, set_policy
from .deciding import decide, withdraw
from .delegating import delegate, end_delegation
from .escalating import escalate_due
from .outcomes import approved, note_result, require_approved
from .ruling import carry_out_ruling, propose

__all__ = [
    "amend",
    "approved",
    "ask",
    "carry_out_ruling",
    "decide",
    "delegate",
    "end_chain",
    "end_delegation",
    "escalate_due",
    "needs_approval",
    "note_result",
    "propose",
    "require_approved",
    "save_chain",
    "set_policy",
    "withdraw",
]
