"""Who appears in the demo: plain data, so that the story can be read here in one go."""

from dataclasses import dataclass
from typing import Any

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
    desks=(Desk("London desk", languages=("en",)), Desk("Retention desk")),
    staff=(
        Colleague("marco@northgate.example", "Marco Meyer", "Sales manager", "London desk"),
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
    preset="tealwave",
    payout_is_approved=False,
)

HOUSES = (NORTHGATE, TEALWAVE)
