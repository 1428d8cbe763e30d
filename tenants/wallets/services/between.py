"""From one wallet to another of the same person, at once and exactly once: exchange, and client wallet to IB wallet and back.

The row, its movements and what is told of it are one transaction. Whoever shows a rate passes the rate it showed: if
another one holds by then nothing is exchanged, and the page says the new one.
"""

from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from atrium.kernel.ids import new_id
from atrium.kernel.money import Money, currency_code
from tenants.activity.services import note
from tenants.clients.models import Client
from tenants.ibs.models import Partner
from tenants.ledger import services as ledger
from tenants.outbox.services import announce
from tenants.rates import selectors as rates
from tenants.rates.types import Quote

from .. import postings, rules
from ..models import WalletTransfer

Owner = Client | Partner
_ONE: Final = Decimal(1)
_SCALE: Final = Decimal("1e-18")


def exchange(
    *, owner: Owner, from_currency: str, to_currency: str, money: Money, key: str, rate: Decimal | None = None
) -> WalletTransfer:
    """Sells `money` out of the owner's wallet for what `rates.selectors.quote` gives now. `rate` is the one shown."""
    if money.currency != from_currency:
        raise InvalidInput(f"The amount must be in {from_currency}.", field="amount")
    return _move(owner, owner, money, to_currency, key, rate)


def transfer_between(
    *,
    source: Owner,
    target: Owner,
    money: Money,
    key: str,
    to_currency: str = "",
    rate: Decimal | None = None,
) -> WalletTransfer:
    """From a client's wallet to the same person's IB wallet, or back; converted if `to_currency` is another."""
    return _move(source, target, money, to_currency or money.currency, key, rate)


@transaction.atomic
def _move(
    source: Owner, target: Owner, money: Money, to_currency: str, key: str, rate: Decimal | None
) -> WalletTransfer:
    if not key or len(key) > 100:
        raise InvalidInput("The page's own key is missing. Open it again; nothing was moved.", field="key")
    currency_code(to_currency)
    # One move of an owner at a time, so that the same key twice at once is one move.
    source = _locked(source)
    kind = _kind(source)
    before = WalletTransfer.objects.filter(from_kind=kind, from_id=source.id, key=key).first()
    if before is not None:
        return _same(before, target, money, to_currency)
    quote = rates.quote(money, to_currency) if money.currency != to_currency else None
    _decide(source, target, money, to_currency, rate, quote)
    made = _made(source, target, money, key, quote)
    ledger.post(movements=postings.between_wallets(made), key=f"wt:{made.id}")
    made.save(force_insert=True)
    _tell(made)
    return made


def _locked(owner: Owner) -> Owner:
    model: Any = type(owner)
    found: Owner | None = (
        model.objects.select_for_update(of=("self",), no_key=True)
        .select_related("user")
        .filter(id=owner.id)
        .first()
    )
    if found is None:
        raise NotFound("There is no such wallet.")
    return found


def _same(before: WalletTransfer, target: Owner, money: Money, to_currency: str) -> WalletTransfer:
    asked = (_kind(target), target.id, money, to_currency)
    if (before.to_kind, before.to_id, before.sold, before.to_currency) != asked:
        raise Conflict("This page was used for another transfer before. That one stands; nothing was added.")
    return before


def _decide(
    source: Owner, target: Owner, money: Money, to_currency: str, rate: Decimal | None, quote: Quote | None
) -> None:
    converts = money.currency != to_currency
    facts = rules.BetweenFacts(
        sold=money,
        same_wallet=not converts and (_kind(source), source.id) == (_kind(target), target.id),
        same_person=source.user.person_id == target.user.person_id,
        source_active=not isinstance(source, Partner) or source.status == Partner.Status.ACTIVE,
        shown_rate=rate if converts else None,
        offered_rate=(quote.rate if quote else None) if converts else _ONE,
        bought=(quote.bought if quote else None) if converts else money,
    )
    reasons = rules.reasons_against_between(facts)
    if reasons:
        raise Refused(" ".join(reason for _, reason in reasons), field=reasons[0][0])


def _made(source: Owner, target: Owner, money: Money, key: str, quote: Quote | None) -> WalletTransfer:
    bought = quote.bought if quote else money
    return WalletTransfer(
        id=new_id(),
        from_kind=_kind(source),
        from_id=source.id,
        from_number=source.number,
        from_minor=money.amount_minor,
        from_currency=money.currency,
        to_kind=_kind(target),
        to_id=target.id,
        to_number=target.number,
        to_minor=bought.amount_minor,
        to_currency=bought.currency,
        key=key,
        created_at=clock.now(),
        **(_conversion(quote) if quote else {}),
    )


def _conversion(quote: Quote) -> dict[str, Any]:
    return {
        "rate": quote.rate,
        "reference_rate": quote.reference.quantize(_SCALE),
        "markup_percent": quote.percent,
        "spread_minor": quote.spread.amount_minor,
        "rate_source": quote.source[:60],
        "rate_path": "; ".join(quote.path)[:200],
        "rate_at": quote.at,
    }


def _tell(made: WalletTransfer) -> None:
    parties = {(made.from_kind, made.from_id), (made.to_kind, made.to_id)}
    ids = {f"{kind}_id": str(owner_id) for kind, owner_id in parties}
    announce("wallet.moved", wallet_transfer_id=str(made.id), **ids)
    text = f"{made.sold} exchanged for {made.bought}" if made.is_exchange else _words(made)
    for kind, owner_id in sorted(parties):
        subject = "client" if kind == WalletTransfer.Party.CLIENT else "partner"
        note(subject_kind=subject, subject_id=owner_id, verb="wallet.moved", text=text, key=str(made.id))


def _words(made: WalletTransfer) -> str:
    got = "" if made.sold == made.bought else f" ({made.bought})"
    names = {"client": "client wallet", "ib": "IB wallet"}
    return f"{made.sold} moved from the {names[made.from_kind]} to the {names[made.to_kind]}{got}"


def _kind(owner: Owner) -> str:
    return WalletTransfer.Party.IB if isinstance(owner, Partner) else WalletTransfer.Party.CLIENT
