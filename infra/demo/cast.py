"""Who appears in the demo: plain data, so that the story can be read here in one go."""

from dataclasses import dataclass
from typing import Any

from anyascii import anyascii

# One for all, known to everybody: these people exist in development only (`log_ins` sees to it).
PASSWORD = "atrium-demo-2026"


@dataclass(frozen=True, slots=True)
class Colleague:
    email: str
    name: str
    role: str
    desk: str = ""
    takes_leads: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    name: str
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    parent: str = ""  # name of the desk above


@dataclass(frozen=True, slots=True)
class Rule:
    """Who gets a lead: `condition` as the settings page writes it."""

    name: str
    condition: dict[str, Any]
    desk: str
    gives: str = "share"
    strategy: str = "round_robin"


@dataclass(frozen=True, slots=True)
class Person:
    """A lead: somebody who has no account yet."""

    name: str
    country: str
    phone: str = ""
    source: str = "website"
    campaign: str = ""
    code: str = ""

    @property
    def email(self) -> str:
        first, _, last = anyascii(self.name).lower().partition(" ")
        return f"{first}.{last.replace(' ', '')}@leads.example"


@dataclass(frozen=True, slots=True)
class Partner:
    email: str
    name: str
    code: str
    rank: int
    parent: str = ""  # code of the partner above


@dataclass(frozen=True, slots=True)
class Client:
    email: str
    name: str
    country: str
    phone: str
    partner: str = ""  # code of the partner who brought them
    deposit: str = ""  # paid in through the PSP simulator; empty: looks around with a demo account
    to_trading: str = ""  # of the deposit, moved to the trading account
    language: str = ""


@dataclass(frozen=True, slots=True)
class House:
    slug: str
    name: str
    currency: str
    language: str
    country: str
    admin: Colleague
    brand: dict[str, Any]
    kyc_for_live: int
    desks: tuple[Desk, ...]
    staff: tuple[Colleague, ...]
    partners: tuple[Partner, ...]
    clients: tuple[Client, ...]
    rules: tuple[Rule, ...] = ()
    leads: tuple[Person, ...] = ()
    preset: str = ""  # which rebate plan the house begins with
    payout_is_approved: bool = True  # else the demo leaves it in the approval queue


OPERATOR = Colleague("olga@atrium.example", "Olga Operator", "Administrator")

NORTHGATE = House(
    slug="northgate",
    name="Northgate Markets",
    currency="USD",
    language="en",
    country="GB",
    admin=Colleague("anna@northgate.example", "Anna Adler", "Administrator"),
    brand={
        "primary": "#12284b",
        "accent": "#a8814a",
        "neutral": "cool",
        "radius": 0,
        "heading_font": "source-serif",
        "body_font": "source-sans",
        "support_email": "help@northgate.example",
        "legal_text": "Northgate Markets is an invented broker. Prices, people and money here are made up.",
    },
    kyc_for_live=0,
    desks=(
        Desk("Front office"),
        Desk("London desk", languages=("en",), parent="Front office"),
        Desk("Dubai desk", countries=("AE", "SA", "KW", "QA"), languages=("ar",), parent="Front office"),
        Desk("Retention desk"),
    ),
    staff=(
        Colleague("marco@northgate.example", "Marco Meyer", "Sales manager", "Front office"),
        Colleague("tara@northgate.example", "Tara Tull", "Team leader", "London desk"),
        Colleague("dina@northgate.example", "Dina Darwish", "Sales", "Dubai desk", takes_leads=True),
        Colleague("sam@northgate.example", "Sam Sellers", "Sales", "London desk", takes_leads=True),
        Colleague("sofia@northgate.example", "Sofia Stone", "Sales", "London desk", takes_leads=True),
        Colleague("fiona@northgate.example", "Fiona Frey", "Finance"),
        Colleague("felix@northgate.example", "Felix Fox", "Finance"),
        Colleague("carl@northgate.example", "Carl Compton", "Compliance"),
        Colleague("paula@northgate.example", "Paula Price", "Partner manager"),
        Colleague("rita@northgate.example", "Rita Rook", "Risk"),
    ),
    partners=(
        Partner("iris@partners.example", "Iris Ingram", "IRIS", 2),
        Partner("ivan@partners.example", "Ivan Irving", "IVAN", 1, parent="IRIS"),
        Partner("ines@partners.example", "Ines Ibarra", "INES", 0, parent="IVAN"),
    ),
    clients=(
        Client("clara@clients.example", "Clara Cole", "GB", "+442079460011", "INES", "500.00", "300.00"),
        Client("chris@clients.example", "Chris Carter", "IE", "+35312345671", "INES", "2500.00", "2000.00"),
        Client("carmen@clients.example", "Carmen Cruz", "GB", "+442079460012", "IVAN", "1200.00", "1000.00"),
        Client("caleb@clients.example", "Caleb Cook", "NZ", "+6433345678", "IRIS", "5000.00", "4000.00"),
        Client("cora@clients.example", "Cora Chen", "SG", "+6561234567"),
    ),
    rules=(
        Rule("Gulf", {"field": "country", "in": ["AE", "SA", "KW", "QA"]}, "Dubai desk"),
        Rule(
            "Asia waits for the night shift",
            {"field": "region", "in": ["east_asia", "southeast_asia"]},
            "London desk",
            gives="pool",
        ),
        Rule("Everybody else", {}, "London desk"),
    ),
    leads=(
        Person("Amelia Archer", "GB", "+44 20 7946 0101", campaign="autumn-gold"),
        Person("Benedikt Braun", "DE", "+49 30 901820", campaign="autumn-gold"),
        Person("Chidi Okafor", "NG", "+234 803 123 4567", source="partner", code="IVAN"),
        Person("Daria Dubois", "FR", "+33 1 44 20 00 00"),
        Person("Emir Haddad", "AE", "+971 4 331 0000", campaign="gulf-launch"),
        Person("Freya Falk", "SE", "+46 8 123 456"),
        Person("Grace Goh", "SG", "+65 6123 4571"),
        Person("Hugo Herrera", "MX", "+52 55 1234 5600", source="partner", code="IRIS"),
        Person("Ingrid Iversen", "NO", source="registration"),
        Person("Jasper Jansen", "NL", "+31 20 123 4567", campaign="autumn-gold"),
        Person("Khalid Al Kuwari", "QA", "+974 4412 3456", campaign="gulf-launch"),
        Person("Linh Le", "VN", "+84 24 3825 0000"),
        Person("Mona Makari", "KW", source="phone"),
        Person("Nikos Nikolaou", "CY", "+357 22 123401"),
        Person("Olivia Osborne", "IE", "+353 1 234 5601", source="office"),
        Person("Pedro Pinto", "PT", "+351 21 123 4567"),
        Person("Qing Qian", "HK", "+852 2123 4567", campaign="night-owls"),
        Person("Rosa Ricci", "IT", "+39 06 1234 5678", campaign="autumn-gold"),
        Person("Stefan Sauer", "AT", source="registration"),
        Person("Tuva Tangen", "NO", "+47 22 12 34 56"),
        Person("Umar Usman", "SA", "+966 11 234 5678", campaign="gulf-launch"),
        Person("Vera Vlasak", "CZ", "+420 221 234 567"),
        Person("Wendy Wong", "MY", "+60 3 2123 4567", campaign="night-owls"),
        Person("Xenia Xanthou", "GR", "+30 21 0123 4567"),
        Person("Yusuf Yilmaz", "TR", "+90 212 345 6789"),
        Person("Zoe Zimmer", "CH", "+41 44 123 45 67", source="partner", code="INES"),
        Person("Amelia J Archer", "GB", "+44 20 7946 0101", source="phone"),
        Person("Bruno Berger", "CH", "+41 44 123 45 99"),
        Person("Celine Caron", "BE", "+32 2 123 45 67", campaign="autumn-gold"),
        Person("Dmitri Donev", "BG", source="registration"),
    ),
)

TEALWAVE = House(
    slug="tealwave",
    name="Tealwave",
    currency="EUR",
    language="es",
    country="ES",
    admin=Colleague("alba@tealwave.example", "Alba Arroyo", "Administrator"),
    brand={
        "primary": "#0d9488",
        "accent": "#f59e0b",
        "neutral": "neutral",
        "radius": 12,
        "heading_font": "inter",
        "body_font": "inter",
        "support_email": "ayuda@tealwave.example",
        "legal_text": "Tealwave es un bróker inventado. Precios, personas y dinero son ficticios.",
        "language": "es",
    },
    kyc_for_live=1,
    desks=(Desk("Mesa Madrid", countries=("ES",), languages=("es",)),),
    staff=(
        Colleague("sergio@tealwave.example", "Sergio Sanz", "Sales", "Mesa Madrid", takes_leads=True),
        Colleague("fatima@tealwave.example", "Fátima Flores", "Finance"),
        Colleague("fernando@tealwave.example", "Fernando Font", "Finance"),
        Colleague("celia@tealwave.example", "Celia Campos", "Compliance"),
    ),
    partners=(
        Partner("marina@socios.example", "Marina Molina", "MARINA", 2),
        Partner("mateo@socios.example", "Mateo Moreno", "MATEO", 1, parent="MARINA"),
        Partner("maite@socios.example", "Maite Marín", "MAITE", 0, parent="MATEO"),
    ),
    clients=(
        Client(
            "lucia@clientes.example", "Lucía León", "ES", "+34910000011", "MAITE", "800.00", "600.00", "es"
        ),
        Client("leo@clientes.example", "Leo Lara", "ES", "+34910000012", "MATEO", "3000.00", "2500.00", "es"),
        Client("lola@clientes.example", "Lola Luna", "MX", "+525512345678", language="es"),
    ),
    rules=(
        Rule("España", {"field": "country", "is": "ES"}, "Mesa Madrid"),
        Rule("América Latina", {"field": "region", "is": "latin_america"}, "Mesa Madrid", gives="pool"),
    ),
    leads=(
        Person("Alicia Alonso", "ES", "+34 910 000 101", campaign="verano"),
        Person("Bruno Barrios", "AR", "+54 11 1234 5678"),
        Person("Carla Castillo", "ES", "+34 910 000 103", source="partner", code="MATEO"),
        Person("Diego Duarte", "CO", "+57 601 234 5678", campaign="verano"),
        Person("Elena Espinosa", "ES", source="registration"),
        Person("Facundo Ferro", "UY", "+598 2 123 4567"),
        Person("Gala Gómez", "ES", "+34 910 000 107"),
        Person("Hernán Huerta", "CL", "+56 2 2123 4567"),
        Person("Inés Iglesias", "ES", "+34 910 000 109", campaign="verano"),
        Person("Jorge Jara", "PE", "+51 1 234 5678", source="partner", code="MAITE"),
        Person("Karina Krause", "ES", source="phone"),
        Person("Luis Lagos", "MX", "+52 55 1234 5611"),
    ),
    preset="tealwave",
    payout_is_approved=False,
)

HOUSES = (NORTHGATE, TEALWAVE)
