"""Acme's desk for the browser tests: who sits there, and what they find."""

from dataclasses import dataclass

from tenants.leads.services import create_lead
from tests.ibs.people import Family, client, partner
from tests.portals import people


@dataclass(frozen=True)
class Desk:
    """Sam of sales, who takes leads; Rita, who decides; leads; a family of partners whose client Claire trades."""

    sam: str
    rita: str
    family: Family


def furnish(password: str) -> Desk:
    for name, role in (("Sam", "Sales manager"), ("Rita", "Administrator"), ("Finn", "Administrator")):
        people.staff(name, role, password=password, desk="Sales desk")
    for name, country in (
        ("Lena Larsen", "DK"),
        ("Marco Bianchi", "IT"),
        ("Noor Haddad", "AE"),
        ("Pavel Novák", "CZ"),
    ):
        email = f"{name.split()[0].lower()}@example.com"
        create_lead(name=name, email=email, country=country, phone="+35722123456")
    family = _family()
    people.traded(family.clara, 3)
    people.paid_in(family.clara, 50_000)
    return Desk("sam@acme.example", "rita@acme.example", family)


def _family() -> Family:
    """Under other names than the one of the partners' own browser tests, which share this broker."""
    ilse = partner("Ilse")
    igor = partner("Igor", ilse)
    inga = partner("Inga", igor)
    return Family(ilse, igor, inga, partner("Zelda"), client("Claire", inga))
