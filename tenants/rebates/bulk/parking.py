"""Deals that cannot be computed yet wait under what they lack. People are told once; what is mended is computed by itself."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from atrium.kernel import clock
from tenants.notifications.services import notify
from tenants.staff import selectors as staff

from ..models import Waiting
from .evaluator import Unmapped
from .exchange import NoRate
from .reading import Read

PERMISSION = "rebates.manage"
_TITLES = {
    Waiting.Kind.UNMAPPED_SYMBOL: "Deals wait: the symbol {what} is not described",
    Waiting.Kind.NO_RATE: "Deals wait: there is no exchange rate for {what}",
}


@dataclass(frozen=True, slots=True)
class Lack:
    kind: str
    what: str
    reason: str


NO_OPENING = Lack(
    Waiting.Kind.NO_OPENING, "", "It is not known yet when and at what price the position was opened."
)


def lack_of(read: Read, error: Exception) -> Lack:
    if isinstance(error, NoRate):
        what = f"{error.source} to {error.target}"
        return Lack(Waiting.Kind.NO_RATE, what[:64], f"rates: there is no rate from {what}")
    assert isinstance(error, Unmapped)
    symbol = read.deal.symbol
    return Lack(Waiting.Kind.UNMAPPED_SYMBOL, symbol, f"The symbol {symbol} is not described yet.")


def park(batches: Mapping[int, uuid.UUID], lacks: Mapping[int, Lack], done: Iterable[int] = ()) -> None:
    """By the deals' ids. `done` wait no longer."""
    with (
        connection.cursor() as cursor
    ):  # one array, where the ORM would write each of 50,000 deals into the question
        cursor.execute("DELETE FROM rebates_waiting WHERE deal_id = ANY(%s)", [list(done)])
    if not lacks:
        return
    known = set(Waiting.objects.values_list("kind", "what").distinct())
    rows = [
        Waiting(
            deal_id=deal, batch_id=batches[deal], kind=lack.kind, what=lack.what, reason=lack.reason[:300]
        )
        for deal, lack in lacks.items()
    ]
    Waiting.objects.bulk_create(
        rows,
        batch_size=5_000,
        update_conflicts=True,
        unique_fields=["deal_id"],
        update_fields=["kind", "what", "reason"],
    )
    for lack in {(one.kind, one.what): one for one in lacks.values()}.values():
        if lack.kind in _TITLES and (lack.kind, lack.what) not in known:
            _tell(lack)


def _tell(lack: Lack) -> None:
    """Once for each symbol or pair, until all its deals are computed."""
    notify(
        users=[member.user_id for member in staff.members_who_may(PERMISSION)],
        kind="other.rebates_wait",
        title=_TITLES[Waiting.Kind(lack.kind)].format(what=lack.what),
        text="They are computed by themselves, with their own time, as soon as it is known. Nothing is lost.",
        url="/partners/",
        key=f"rebates.waiting:{lack.kind}:{lack.what}:{clock.now():%Y%m%d%H%M%S}",
    )
