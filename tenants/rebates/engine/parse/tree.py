"""The tree must stay a tree: at the start, and after each move in its order."""

from collections.abc import Iterable, Mapping

from tenants.rebates.engine.document import Event, Move, Partner
from tenants.rebates.engine.faults import BadDocument, Fault
from tenants.rebates.engine.parse.reader import Reader


def check_tree(root: Reader) -> bool:
    """One fault per cycle, at the first partner in the list that is on it."""
    rows = root.children("partners")
    parents = {str(row.raw("partner")): row.raw("parent") for row in rows}
    sound = True
    reported: set[str] = set()
    for row in rows:
        cycle = _cycle(str(row.raw("partner")), parents)
        if cycle and reported.isdisjoint(cycle):
            row.fail("parent", "closes a cycle: a partner would be above itself")
            sound = False
        reported |= cycle
    return sound


def refuse_cycles(partners: Iterable[Partner]) -> None:
    """Of partners that no document told."""
    parents = {partner.id: partner.parent for partner in partners}
    cycles = [partner for partner in parents if _cycle(partner, parents)]
    if cycles:
        raise BadDocument(tuple(Fault(f"partner {one}", "would be above itself") for one in cycles))


def check_moves(root: Reader, events: tuple[Event, ...]) -> None:
    parents: dict[str, object] = {
        str(row.raw("partner")): row.raw("parent") for row in root.children("partners")
    }
    rows = {row.raw("id"): row for row in root.children("events") if isinstance(row.raw("id"), str)}
    for event in events:
        if not isinstance(event, Move):
            continue
        before = parents.get(event.partner)
        parents[event.partner] = event.parent
        if _cycle(event.partner, parents):
            parents[event.partner] = before
            if event.id in rows:
                rows[event.id].fail("parent", "closes a cycle: a partner would be above itself at that time")


def _cycle(start: str, parents: Mapping[str, object]) -> set[str]:
    """The partners on the cycle that `start` is on; empty if it is on none."""
    path: set[str] = set()
    node: object = start
    while isinstance(node, str) and node not in path:
        path.add(node)
        node = parents.get(node)
    return path if node == start else set()
