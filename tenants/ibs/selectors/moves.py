"""What a move would change, before anybody makes it, and the moves that were made."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from atrium.kernel import clock

from ..models import ClientPartner, Partner, TreeMove
from ..rules import moves as rules
from ..rules import parents_at
from .partners import edges, holding


@dataclass(frozen=True, slots=True)
class ChangedPath:
    """One partner whose path is another one, in names; `before` and `after` begin above the partner."""

    partner: Partner
    before: tuple[str, ...]
    after: tuple[str, ...]
    clients: int


@dataclass(frozen=True, slots=True)
class Preview:
    """`moved` get another parent themselves; `refusal` says why it cannot be, in words, and is empty if it can."""

    partner: Partner
    from_parent: Partner | None
    to_parent: Partner | None
    at: datetime
    with_downline: bool
    moved: tuple[Partner, ...]
    paths: tuple[ChangedPath, ...]
    refusal: str

    @property
    def clients(self) -> int:
        return sum(path.clients for path in self.paths)


def preview_move(
    *, partner: Partner, parent: Partner | None, at: datetime, with_downline: bool = True
) -> Preview:
    """Nothing is written and nothing locked: the move itself looks again."""
    standing = edges()
    parents = parents_at(standing, at)
    changes = rules.changes_of(
        parents, partner=partner.id, parent=parent.id if parent else None, with_downline=with_downline
    )
    cycle = rules.on_cycle(rules.altered(standing, changes, at), changes, at)
    found = [] if cycle else rules.path_changes(parents, changes)
    ids = {partner.id, *changes, *parents.values(), *(one.partner for one in found)}
    known = Partner.objects.in_bulk(list(ids | ({parent.id} if parent else set())))
    return Preview(
        partner=partner,
        from_parent=known.get(parents.get(partner.id, uuid.UUID(int=0))),
        to_parent=parent,
        at=at,
        with_downline=with_downline,
        moved=tuple(known[each] for each in changes),
        paths=tuple(_named(found, known, _clients(one.partner for one in found))) if found else (),
        refusal=refusal_of(changes, cycle, known),
    )


def refusal_of(changes: rules.Changes, cycle: uuid.UUID | None, known: Mapping[uuid.UUID, Partner]) -> str:
    if cycle is not None:
        return f"{known[cycle]} would stand above itself. Nothing was moved."
    if not changes:
        return "It stands there already. Nothing was moved."
    return ""


def moves() -> QuerySet[TreeMove]:
    """For staff, newest first."""
    return TreeMove.objects.select_related("partner", "from_parent", "to_parent").order_by(
        "-created_at", "-id"
    )


def moves_of(partner: Partner) -> QuerySet[TreeMove]:
    return moves().filter(partner=partner)


def _named(
    found: Iterable[rules.PathChange], known: Mapping[uuid.UUID, Partner], counts: Mapping[uuid.UUID, int]
) -> Iterator[ChangedPath]:
    for one in found:
        yield ChangedPath(
            known[one.partner],
            tuple(known[each].name for each in one.before[1:]),
            tuple(known[each].name for each in one.after[1:]),
            counts.get(one.partner, 0),
        )


def _clients(partners: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    rows = ClientPartner.objects.filter(holding(clock.now()), partner__in=list(partners))
    return dict(rows.values("partner").annotate(n=Count("id")).values_list("partner", "n"))
