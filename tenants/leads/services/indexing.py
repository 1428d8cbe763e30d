"""What a person can be found by, told to the search in the transaction that changed it."""

from collections.abc import Iterable

from tenants.search.services import forget, index_many
from tenants.search.types import Indexed, Terms

from ..models import Lead


def index(leads: Iterable[Lead]) -> None:
    rows = list(leads)
    index_many(Indexed("person", lead.id, _terms(lead), lead.id) for lead in rows if not lead.merged_into_id)
    forget(lead.id for lead in rows if lead.merged_into_id)


def _terms(lead: Lead) -> Terms:
    client = getattr(lead, "client", None)  # a room above knows it; the lead carries it once it is one
    return Terms(
        names=(lead.name,),
        emails=(lead.email,) if lead.email else (),
        phones=(lead.phone,) if lead.phone else (),
        numbers=(lead.number, client.number) if client else (lead.number,),
        documents=(lead.national_id,) if lead.national_id else (),
    )
