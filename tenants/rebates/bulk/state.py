"""What a plan remembers from one deal to the next: volumes of tiers, what was given under caps, hedged lots."""

from dataclasses import dataclass, field
from decimal import Decimal

from tenants.rebates.engine.document import Deal
from tenants.rebates.engine.guards.hedging import OPPOSITE, Book
from tenants.rebates.engine.numbers import ZERO

Key = tuple[int, str]
"""(close time, deal id): the order in which deals count."""
Place = tuple[str, int, str, str]
"""Scope, start of the period, kind of party, party."""
NOWHERE: Key = (-1, "")


@dataclass(slots=True)
class Sum:
    value: Decimal = ZERO
    last: Key = NOWHERE


@dataclass(slots=True)
class State:
    """`changed` are the sums that are not stored yet. `late` says which places saw a deal after a later one."""

    sums: dict[Place, Sum] = field(default_factory=dict)
    changed: set[Place] = field(default_factory=set)
    late: set[Place] = field(default_factory=set)
    books: dict[tuple[str, str, str, str], Book] = field(default_factory=dict)
    _journal: list[tuple[Place, Decimal, Key]] = field(default_factory=list)
    _matched: list[tuple[Book, Book, Deal, list[Decimal], int]] = field(default_factory=list)

    def begin(self) -> None:
        """From here on what a deal changes can be taken back, should it turn out that it cannot be computed."""
        self._journal.clear()
        self._matched.clear()

    def take_back(self) -> None:
        for place, value, last in reversed(self._journal):
            self.sums[place].value, self.sums[place].last = value, last
        for opposite, own, deal, left, first_open in reversed(self._matched):
            opposite.left[:], opposite.first_open = left, first_open
            if own.deals and own.deals[-1] is deal:
                del own.closes[-1], own.deals[-1], own.left[-1]
        self.begin()

    def note_books(self, opposite: Book, own: Book, deal: Deal) -> None:
        self._matched.append((opposite, own, deal, list(opposite.left), opposite.first_open))

    def value(self, place: Place) -> Decimal:
        found = self.sums.get(place)
        return ZERO if found is None else found.value

    def add(self, place: Place, amount: Decimal, key: Key) -> Decimal:
        """What it was before."""
        found = self.sums.get(place)
        if found is None:
            found = self.sums[place] = Sum()
        before = found.value
        self._journal.append((place, before, found.last))
        found.value = before + amount
        if key < found.last:
            self.late.add(place)
        else:
            found.last = key
        self.changed.add(place)
        return before

    def book(self, plan: str, client: str, deal: Deal, side: str) -> Book:
        key = (plan, client, deal.symbol, side)
        book = self.books.get(key)
        if book is None:
            book = self.books[key] = Book()
        return book

    def books_of(self, plan: str, client: str, deal: Deal) -> tuple[Book, Book]:
        """The opposite side's, and its own."""
        return self.book(plan, client, deal, OPPOSITE[deal.side]), self.book(plan, client, deal, deal.side)

    def forget_books(self, before: int) -> None:
        """Deals closed before anything still to come was opened can be matched no more."""
        for key, book in list(self.books.items()):
            if not book.closes or book.closes[-1] <= before:
                del self.books[key]
                continue
            drop = 0
            while book.closes[drop] <= before:
                drop += 1
            if drop:
                del book.closes[:drop], book.deals[:drop], book.left[:drop]
                book.first_open = max(0, book.first_open - drop)


def volume_scope(period: str, scope: str) -> str:
    return f"lots:{scope}:{period}"


def cap_scope(plan: str) -> str:
    return f"cap:{plan}"
