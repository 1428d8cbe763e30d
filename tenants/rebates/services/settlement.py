"""Due rebates move to the wallet: what is due less what was moved before, to the minor unit, if it reaches the minimum.

Many parties at a time: their accrual rows are locked in the one order, two statements say what is due, one ledger transaction
pays them all. A batch is one transaction, so a run that is killed is gone on with by the next, and nobody is paid twice.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import QuerySet

from atrium.kernel import clock
from atrium.kernel.errors import NotFound
from atrium.kernel.ids import new_id
from atrium.kernel.money import Money
from tenants.approvals import services as approvals
from tenants.approvals.models import Policy
from tenants.ibs.models import Partner
from tenants.ledger import services as ledger
from tenants.numbering.services import next_number
from tenants.outbox.services import announce

from .. import postings
from ..models import Accrual, PartyKind, PayoutRun, Settlement
from .payable import BATCH, Key, Payable, key_of, payables

KIND: Final = "rebate_settlement"

_OWED: Final = """
SELECT row.id FROM rebates_accrual row
LEFT JOIN ibs_partner partner ON row.party_kind = 'partner' AND partner.number = row.party_number
WHERE row.posted_minor > row.settled_minor
  AND row.posted_minor - row.settled_minor
      >= CASE WHEN partner.currency = row.currency THEN partner.payout_minimum_minor ELSE 0 END
  AND (row.party_kind, row.party_number, row.currency) > (%s, %s, %s)
ORDER BY row.party_kind, row.party_number, row.currency LIMIT %s
"""
_SETTLED: Final = """
UPDATE rebates_accrual row SET settled_minor = row.settled_minor + paid.minor
FROM unnest(%s::uuid[], %s::bigint[]) AS paid (id, minor) WHERE row.id = paid.id
"""


@transaction.atomic
def settle_due(*, partner_id: uuid.UUID, at: datetime | None = None) -> Money | None:
    """What was moved to the partner's wallet; none if nothing was due, or if a second person has to agree to it first."""
    at = at or clock.now()
    partner = Partner.objects.filter(id=partner_id).first()
    if partner is None:
        raise NotFound("There is no such partner.")
    rows = Accrual.objects.filter(party_kind=PartyKind.PARTNER, party_number=partner.number)
    wanted = wants_second_person()
    ready = [each for each in payables(locked(rows), at) if each.money and not wanted(each.money)]
    pay({key_of(each.accrual): each.money for each in ready}, [each.accrual for each in ready], at)
    return next((each.money for each in ready if each.money.currency == partner.currency), None)


def settle_all_due(*, at: datetime | None = None) -> int:
    """Everybody to whom something is due. Returns how many were paid. Those who need a second person wait for their run."""
    at = at or clock.now()
    return sum(_settle_batch(batch, at) for batch in batches())


@transaction.atomic
def _settle_batch(ids: Sequence[uuid.UUID], at: datetime) -> int:
    ready = [each for each in payables(locked(Accrual.objects.filter(id__in=ids)), at) if each.money]
    wanted = wants_second_person()
    free = [each for each in ready if not wanted(each.money)]
    paid = 0
    for currency, of_currency in by_currency(free).items():
        amounts = {key_of(each.accrual): each.money for each in of_currency}
        run = PayoutRun.objects.create(
            number=next_number("payout_run"), currency=currency, due_until=at, state=PayoutRun.State.DONE,
            parties=len(amounts), asked_minor=sum(money.amount_minor for money in amounts.values()),
            created_at=at, ended_at=at,
        )  # fmt: skip
        paid += pay(amounts, [each.accrual for each in of_currency], at, run=run)
    return paid


def pay(
    amounts: Mapping[Key, Money],
    accruals: Sequence[Accrual],
    due_until: datetime,
    *,
    run: PayoutRun | None = None,
) -> int:
    """One ledger transaction for all of them. The rows are the caller's, locked and looked at in this transaction."""
    if not amounts:
        return 0
    batch, at = new_id(), clock.now()
    movements = [
        postings.rebates_settled(
            party_kind=each.party_kind, party_number=each.party_number, money=amounts[key_of(each)]
        )
        for each in accruals
    ]
    posted = ledger.post(movements=movements, key=f"rebates.settled:{batch}")
    Settlement.objects.bulk_create(
        [
            Settlement(
                party_kind=each.party_kind,
                party_number=each.party_number,
                currency=each.currency,
                amount_minor=amounts[key_of(each)].amount_minor,
                due_until=due_until,
                run=run,
                batch_id=batch,
                transaction_id=posted.transaction_id,
                at=at,
            )
            for each in accruals
        ]
    )
    with connection.cursor() as cursor:
        cursor.execute(
            _SETTLED,
            [[each.id for each in accruals], [amounts[key_of(each)].amount_minor for each in accruals]],
        )
    _tell(batch, accruals)
    return len(accruals)


def locked(rows: QuerySet[Accrual]) -> list[Accrual]:
    """In the one order in which everybody locks them."""
    return list(rows.select_for_update().order_by("party_kind", "party_number", "currency"))


def batches() -> Iterator[list[uuid.UUID]]:
    """The ids of those whom the ledger owes something, set by set. Each set is asked for when the one before is done."""
    after: Key = ("", 0, "")
    while ids := _owed(after):
        last = Accrual.objects.get(id=ids[-1])
        yield ids
        after = key_of(last)


def by_currency(found: Sequence[Payable]) -> dict[str, list[Payable]]:
    groups: dict[str, list[Payable]] = {}
    for each in found:
        groups.setdefault(each.accrual.currency, []).append(each)
    return dict(sorted(groups.items()))


def wants_second_person() -> Callable[[Money], bool]:
    """Whether the broker wants one for so much. Only a condition on the amount is asked again for each party."""
    policy = Policy.objects.filter(kind=KIND, valid_to=None).first()
    if policy is not None and policy.mode == Policy.Mode.WHEN:
        return lambda money: approvals.needs_approval(kind=KIND, money=money)
    always = policy is not None and policy.mode == Policy.Mode.ALWAYS
    return lambda money: always


def may_want_second_person() -> bool:
    """Whether there is any amount for which the broker wants one: most never do."""
    return Policy.objects.filter(kind=KIND, valid_to=None).exclude(mode=Policy.Mode.NEVER).exists()


def _owed(after: Key) -> list[uuid.UUID]:
    with connection.cursor() as cursor:
        cursor.execute(_OWED, [*after, BATCH])
        return [row[0] for row in cursor.fetchall()]


def _tell(batch: uuid.UUID, accruals: Sequence[Accrual]) -> None:
    numbers = [each.party_number for each in accruals if each.party_kind == PartyKind.PARTNER]
    partners = Partner.objects.filter(number__in=numbers).order_by("number").values_list("id", flat=True)
    announce("rebates.settled", batch_id=str(batch), partner_ids=[str(each) for each in partners])
