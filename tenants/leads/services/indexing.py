"""What a person can be found by, told to the search in the transaction that changed it."""

from collections.abc import Iterable

from tenants.search.services import forget, index_many, worded
from tenants.search.types import Indexed, Terms, Worded

from ..models import Lead


def index(leads: Iterable[Lead]) -> None:
    """Once a lead is a client it is found by that number too; the room of clients is above, the number is read from here."""
    rows = list(leads)
    ids = [lead.id for lead in rows]
    clients = dict(Lead.objects.filter(id__in=ids, client__isnull=False).values_list("id", "client__number"))
    kept = [lead for lead in rows if not lead.merged_into_id]
    index_many(Indexed("person", lead.id, _terms(lead, clients.get(lead.id)), lead.id) for lead in kept)
    forget(lead.id for lead in rows if lead.merged_into_id)


def words_of_new(leads: Iterable[Lead]) -> list[Worded]:
    """Of leads that are being made: nobody of them is a client yet."""
    return worded(Indexed("person", lead.id, _terms(lead, None), lead.id) for lead in leads)


def _terms(lead: Lead, client_number: int | None) -> Terms:
    return Terms(
        names=(lead.name,),
        emails=(lead.email,) if lead.email else (),
        phones=(lead.phone,) if lead.phone else (),
        numbers=(lead.number, client_number) if client_number else (lead.number,),
        documents=(lead.national_id,) if lead.national_id else (),
    )
