"""Every kind of request there is: what it is called, who decides it, what is shown of it, what a reviewer may amend.

Plain values. A room asks for its kind by `services.ask` and reacts to `approval.decided`; `applied_by` says in words what
follows an approval, and is empty where no room carries it out yet: then the approval is the record, and people do the rest.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_noop as _

from atrium.kernel.errors import InvalidInput

Validator = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Fact:
    """`type`: text, number, date, country, hidden. `mask`: the field of roles that decides how much of it is seen.
    `amend` reads what a reviewer wrote instead, or raises InvalidInput; None: it may not be amended."""

    code: str
    label: str
    type: str = "text"
    mask: str = ""
    amend: Validator | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """`money`: may the amount be amended (`never`, `less`, `any`). `maker_on_amend`: whoever amends it does not decide it."""

    code: str
    label: str
    group: str
    permission: str
    facts: tuple[Fact, ...] = ()
    money: str = "never"
    money_fact: str = ""  # the fact that repeats the amount in words
    moves_money: bool = False
    maker_on_amend: bool = False
    asks: str = "always"  # unless the broker says otherwise
    asks_may_change: bool = False  # whether the broker may say otherwise
    applied_by: str = ""

    @property
    def amendable(self) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts if fact.amend is not None)


def _text(longest: int = 200, *, least: int = 1) -> Validator:
    def read(written: str) -> str:
        text = " ".join(written.split())
        if not least <= len(text) <= longest:
            raise InvalidInput(f"Write between {least} and {longest} characters.")
        return text

    return read


def _whole(low: int, high: int) -> Validator:
    def read(written: str) -> str:
        text = written.strip().removeprefix("1:")
        if not re.fullmatch(r"[0-9]{1,9}", text, re.ASCII) or not low <= int(text) <= high:
            raise InvalidInput(f"Write a whole number from {low} to {high}.")
        return str(int(text))

    return read


def _matching(pattern: str, says: str, *, upper: bool = False) -> Validator:
    shape = re.compile(pattern, re.ASCII)

    def read(written: str) -> str:
        text = written.strip().upper() if upper else written.strip()
        if not shape.fullmatch(text):
            raise InvalidInput(says)
        return text

    return read


leverage: Final = _whole(1, 5000)
phone: Final = _matching(r"\+[1-9][0-9]{6,14}", "Write the number with its country, like +447700900123.")
country: Final = _matching(r"[A-Z]{2}", "Write the two letters of the country, like CY.", upper=True)
partner_code: Final = _matching(r"[A-Za-z0-9_-]{2,24}", "2 to 24 letters, digits, - or _.")
currency: Final = _matching(r"[A-Z0-9]{3,8}", "Write a currency code, like USD.", upper=True)
name: Final = _text(160, least=2)

_CLIENT: Final = Fact("client", _("Client"))
_AMOUNT: Final = Fact("amount", _("Amount"), mask="balance")

CATALOGUE: Final[tuple[Kind, ...]] = (
    Kind(
        "open_account", _("Open a trading account"), _("Trading"), "trading.manage",
        (_CLIENT, Fact("product", _("Account type")), Fact("kind", _("Demo or live")), Fact("currency", _("Currency")),
         Fact("product_id", "", "hidden")),
        asks="never", asks_may_change=True, applied_by=_("The account is opened on its server."),
    ),
    Kind(
        "leverage", _("Change leverage"), _("Trading"), "trading.manage",
        (_CLIENT, Fact("account", _("Trading account")), Fact("leverage", _("Leverage 1 to"), "number", amend=leverage),
         Fact("reason", _("Reason"))),
        applied_by=_("The leverage is changed on the trading server."),
    ),
    Kind(
        "deposit", _("Manual deposit"), _("Money"), "finance.approve",
        (_CLIENT, _AMOUNT, Fact("method", _("How it came")),
         Fact("reference", _("Reference"), amend=_text(120)), Fact("reason", _("Reason")), Fact("method_code", "", "hidden"),
         Fact("deposit_id", "", "hidden")),
        money="any", money_fact="amount", moves_money=True, maker_on_amend=True,
        applied_by=_("The amount is booked to the wallet."),
    ),
    Kind(
        "deposit_review", _("Deposit that does not match"), _("Money"), "finance.approve",
        (_CLIENT, Fact("asked", _("Asked for"), mask="balance"), Fact("received", _("Received"), mask="balance"),
         Fact("payment", _("Payment"))),
        moves_money=True, maker_on_amend=True,
        applied_by=_("What was received is booked to the wallet."),
    ),
    Kind(
        "payout", _("Payout to a partner"), _("Money"), "payouts.approve",
        (Fact("partner", _("Partner")), _AMOUNT, Fact("destination", _("Destination")),
         Fact("provider", _("Paid through"))),
        money="less", money_fact="amount", moves_money=True, maker_on_amend=True,
        applied_by=_("The provider is told to pay it."),
    ),
    Kind(
        "withdrawal", _("Withdrawal of a client"), _("Money"), "payouts.approve",
        (_CLIENT, _AMOUNT, Fact("fee", _("Fee"), mask="balance"), Fact("destination", _("Destination")),
         Fact("provider", _("Paid through")), Fact("signs", _("Look twice"))),
        money="less", money_fact="amount", moves_money=True, maker_on_amend=True,
        applied_by=_("The money is sent, or waits for the next file to the bank."),
    ),
    Kind(
        "refund", _("Refund of a deposit"), _("Money"), "payouts.approve",
        (_CLIENT, _AMOUNT, Fact("destination", _("Destination")), Fact("provider", _("Paid through")),
         Fact("signs", _("Reason"))),
        money="less", money_fact="amount", moves_money=True, maker_on_amend=True,
        applied_by=_("The money goes back to where it came from."),
    ),
    Kind(
        "payout_result", _("What became of a payout"), _("Money"), "payouts.approve",
        (_CLIENT, Fact("payout", _("Payout")), _AMOUNT, Fact("outcome", _("Outcome")),
         Fact("reference", _("Reference")), Fact("reason", _("Reason")), Fact("payout_id", "", "hidden"),
         Fact("code", "", "hidden")),
        moves_money=True, maker_on_amend=True,
        applied_by=_("The result is booked."),
    ),
    Kind(
        "transfer", _("Transfer to or from a trading account"), _("Money"), "finance.approve",
        (_CLIENT, Fact("direction", _("Direction")), Fact("account", _("Trading account")), _AMOUNT,
         Fact("account_id", "", "hidden"), Fact("way", "", "hidden")),
        moves_money=True, maker_on_amend=True, asks="never", asks_may_change=True,
        applied_by=_("The money is moved."),
    ),
    Kind(
        "kyc", _("Verify identity"), _("Compliance"), "kyc.decide",
        (_CLIENT, Fact("level", _("Level"), "number"), Fact("document", _("Document")),
         Fact("document_number", _("Document number"), mask="document"),
         Fact("birth_date", _("Born"), "date", mask="birth_date"), Fact("expires_on", _("Expires"), "date")),
        applied_by=_("The client is at this level of verification."),
    ),
    Kind(
        "document", _("Document"), _("Compliance"), "kyc.decide",
        (_CLIENT, Fact("document", _("Document")), Fact("expires_on", _("Expires"), "date")),
    ),
    Kind(
        "become_ib", _("Client becomes a partner"), _("Partners"), "partners.manage",
        (_CLIENT, Fact("name", _("Name"), amend=name), Fact("email", _("E-mail"), mask="email"),
         Fact("currency", _("Wallet currency"), amend=currency), Fact("code", _("Code in links"), amend=partner_code),
         Fact("reason", _("How they will bring clients"))),
        applied_by=_("A partner with a log-in of their own is created and told by e-mail."),
    ),
    Kind(
        "ib_registration", _("Partner registration"), _("Partners"), "partners.manage",
        (Fact("name", _("Name"), amend=name), Fact("email", _("E-mail"), mask="email"),
         Fact("phone", _("Phone"), mask="phone"), Fact("country", _("Country"), "country", mask="country"),
         Fact("website", _("Website")), Fact("currency", _("Wallet currency"), amend=currency),
         Fact("code", _("Code in links"), amend=partner_code), Fact("reason", _("How they will bring clients")),
         Fact("programme", _("Programme")), Fact("invited_by", _("Invited by")), Fact("share", _("Own share")),
         Fact("answers", _("Answers"))),
        applied_by=_("A partner with a log-in of their own is created and told by e-mail."),
    ),
    Kind(
        "client_rebate", _("Partner gives clients a rebate"), _("Partners"), "partners.manage",
        (Fact("partner", _("Partner")), Fact("client_group", _("Client group")), Fact("before", _("Until now")),
         Fact("share", _("Part of the partner's own rebate")), Fact("from", _("From"))),
        applied_by=_("From then on the clients of that group get this part of the partner's rebates."),
    ),
    Kind(
        "password_reset", _("Reset password"), _("Security"), "clients.edit",
        (_CLIENT, Fact("name", _("Name")), Fact("email", _("E-mail"), mask="email"), Fact("reason", _("Reason"))),
        applied_by=_("A link to set a new password is mailed to the client."),
    ),
    Kind(
        "profile_change", _("Change of profile"), _("Clients"), "clients.edit",
        (_CLIENT, Fact("name", _("Name"), amend=name), Fact("email", _("E-mail"), mask="email"),
         Fact("phone", _("Phone"), mask="phone", amend=phone),
         Fact("country", _("Country"), "country", mask="country", amend=country), Fact("language", _("Language")),
         Fact("birth_date", _("Born"), "date", mask="birth_date"), Fact("address", _("Address"), mask="address"),
         Fact("national_id", _("Document number"), mask="document"), Fact("before", _("Until now")),
         Fact("reason", _("Reason"))),
        applied_by=_("The profile is changed."),
    ),
    Kind(
        "destination", _("Bank account or crypto address"), _("Money"), "payouts.approve",
        (_CLIENT, Fact("type", _("Type")), Fact("holder", _("Holder")), Fact("destination", _("Destination"))),
        applied_by=_("The client may choose it for a withdrawal."),
    ),
    Kind(
        "correction", _("Correction in the ledger"), _("Money"), "finance.approve",
        (Fact("what", _("What")), Fact("case", _("Case")), _AMOUNT, Fact("booking", _("Booking")),
         Fact("reverses", _("Mirror image of")), Fact("reason", _("Reason"))),
        moves_money=True, maker_on_amend=True,
        applied_by=_("The correction is booked to the ledger."),
    ),
    Kind(
        "period_reopen", _("Open a closed month again"), _("Money"), "finance.close",
        (Fact("month", _("Month")), Fact("reason", _("Reason"))),
        applied_by=_("The month takes bookings again."),
    ),
    Kind(
        "plan", _("Publish a rebate plan"), _("Partners"), "rebates.approve",
        (Fact("plan", _("Plan")), Fact("base", _("Paid on")), Fact("distribution", _("Shared out")), Fact("begins", _("Begins")),
         Fact("replaces", _("Replaces")), Fact("tried", _("Tried on the past")), Fact("warnings", _("Look twice")),
         Fact("document", "", "hidden")),
        applied_by=_("The plan is published and frozen."),
    ),
    Kind(
        "recalculation", _("Recalculation of rebates"), _("Partners"), "rebates.approve",
        (Fact("period", _("Period")), Fact("reason", _("Reason")), Fact("lines", _("Lines that differ"), "number"),
         Fact("change", _("In all")), Fact("partners", _("Largest differences")), Fact("closed", _("Closed months")),
         Fact("fingerprint", "", "hidden")),
        applied_by=_("Reversing and new lines are posted; what was paid is netted by the next settlement."),
    ),
    Kind(
        "rebate_settlement", _("Payout run of rebates"), _("Money"), "payouts.approve",
        (Fact("run", _("Run")), _AMOUNT, Fact("parties", _("Wallets"), "number"), Fact("due", _("Due until")),
         Fact("items", "", "hidden")),
        moves_money=True, maker_on_amend=True, asks="never", asks_may_change=True,
        applied_by=_("Each party gets what it was approved for in its wallet, and never more than is due to it then."),
    ),
    Kind(
        "rebate_clawback", _("Rebates taken back"), _("Money"), "rebates.approve",
        (Fact("source", _("Of what")), Fact("parties", _("From whom")), Fact("why", _("Why")), Fact("reason", _("Reason")),
         Fact("lines", "", "hidden")),
        moves_money=True, maker_on_amend=True,
        applied_by=_("Reversing lines are posted; what was paid is netted with what comes next."),
    ),
    Kind(
        "rebate_take_all", _("Everything of a sign of abuse taken back"), _("Money"), "rebates.approve",
        (Fact("source", _("Of what")), Fact("parties", _("From whom")), Fact("why", _("Why")), Fact("reason", _("Reason")),
         Fact("lines", "", "hidden")),
        moves_money=True, maker_on_amend=True,
        applied_by=_("Each deal is reversed; what was paid is netted with what comes next."),
    ),
    Kind(
        "dispute_goodwill", _("Goodwill for a dispute"), _("Money"), "rebates.approve",
        (Fact("dispute", _("Dispute")), Fact("partner", _("Partner")), _AMOUNT, Fact("why", _("Why"))),
        moves_money=True, maker_on_amend=True,
        applied_by=_("The amount is booked to the partner's wallet as an entry of its own."),
    ),
    Kind(
        "partner_move", _("Move of a partner in the tree"), _("Partners"), "partners.manage",
        (Fact("partner", _("Partner")), Fact("under", _("Under")), Fact("downline", _("Its downline")), Fact("from", _("From")),
         Fact("reason", _("Reason"))),
        asks="never", asks_may_change=True, applied_by=_("The partner stands there from that second on."),
    ),
    Kind(
        "approval_rules", _("Change of approval rules"), _("Settings"), "settings.approvals",
        (Fact("rule", _("Rule")), Fact("before", _("Now")), Fact("after", _("Then")), Fact("change", "", "hidden")),
        asks="never", asks_may_change=True, applied_by=_("The rules are changed."),
    ),
)  # fmt: skip

_BY_CODE: Final[Mapping[str, Kind]] = {kind.code: kind for kind in CATALOGUE}
GROUPS: Final = tuple(dict.fromkeys(kind.group for kind in CATALOGUE))


def kind_of(code: str) -> Kind:
    """A kind nobody listed is shown as it is, and nothing of it may be amended."""
    return _BY_CODE.get(code) or Kind(code, code.replace("_", " ").capitalize(), "Other", "")


def is_known(code: str) -> bool:
    return code in _BY_CODE


def shown_facts(kind: Kind, facts: Mapping[str, Any]) -> list[tuple[Fact, str, str]]:
    """(fact, as it is asked for, as it was before if that differs), in the order of the kind; others after them."""
    known = {fact.code for fact in kind.facts}
    others = [
        Fact(code, code.replace("_", " ").capitalize())
        for code in facts
        if code not in known and not (code.endswith("_was") and code.removesuffix("_was") in facts)
    ]
    found = [
        fact for fact in (*kind.facts, *others) if fact.type != "hidden" and str(facts.get(fact.code, ""))
    ]
    return [(fact, str(facts[fact.code]), str(facts.get(f"{fact.code}_was", ""))) for fact in found]
