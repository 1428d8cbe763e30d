"""The tree of partners, three levels deep."""

from infra.demo.cast import House
from infra.demo.people import hashed_password
from tenants.ibs.models import Partner
from tenants.ibs.services import create_partner


def appoint(house: House) -> None:
    known = {partner.code: partner.id for partner in Partner.objects.all()}
    for partner in house.partners:  # parents come before their children
        if partner.code not in known:
            made = create_partner(
                name=partner.name,
                email=partner.email,
                currency=house.currency,
                code=partner.code,
                password_hash=hashed_password(),
                parent_id=known[partner.parent] if partner.parent else None,
                rank=partner.rank,
                verified=True,
                language=house.language,
            )
            known[partner.code] = made.id
