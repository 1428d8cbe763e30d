"""Who is there already: by e-mail, by phone, by folded name. One question a key for a whole batch."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from atrium.kernel.among import Among
from tenants.leads.models import Lead
from tenants.leads.selectors import visible_ids
from tenants.staff.models import Member

from ..types import Person, Twin

_COLUMN: Final = {"email": "email", "phone": "phone", "name": "name_folded"}


def find(people: Iterable[Person], match: tuple[str, ...], member: Member) -> dict[str, Twin]:
    """Key → the oldest lead that has it. `hidden` ones exist, but are not the importer's to see."""
    keys = {key for person in people for key in person.keys(match)}
    found: dict[str, tuple[UUID, int, str]] = {}
    for kind in match:
        values = [key.partition(":")[2] for key in keys if key.startswith(f"{kind}:")]
        found |= _having(kind, values)
    seen = set(visible_ids(member, {lead_id for lead_id, _, _ in found.values()}))
    return {
        key: Twin(lead_id, number, name, key.partition(":")[0], lead_id not in seen)
        for key, (lead_id, number, name) in found.items()
    }


def _having(kind: str, values: Sequence[str]) -> dict[str, tuple[UUID, int, str]]:
    column = _COLUMN[kind]
    # “Not empty” is said again: the indexes are partial, and PostgreSQL does not look into a long array to see it.
    rows = Lead.objects.filter(Among(column, values), merged_into=None).exclude(**{column: ""})
    newest_first = rows.order_by("-number").values_list(column, "id", "number", "name")
    return {f"{kind}:{value}": (lead_id, number, name) for value, lead_id, number, name in newest_first}


def of(person: Person, twins: dict[str, Twin], match: tuple[str, ...]) -> Twin | None:
    return next((twins[key] for key in person.keys(match) if key in twins), None)
