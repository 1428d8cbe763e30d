"""Which part of the world a country is in, as sales desks divide it. Whoever needs another cut lists countries in a rule."""

from typing import Final

_COUNTRIES: Final = {
    "europe": """AD AL AT AX BA BE BG CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC ME MK MT NL
        NO PL PT RO RS SE SI SJ SK SM VA XK""",
    "cis": "AM AZ BY GE KG KZ MD RU TJ TM UA UZ",
    "mena": "AE BH DZ EG EH IL IQ IR JO KW LB LY MA OM PS QA SA SD SY TN TR YE",
    "africa": """AO BF BI BJ BW CD CF CG CI CM CV DJ ER ET GA GH GM GN GQ GW IO KE KM LR LS MG ML MR MU MW MZ NA NE NG RE RW SC SH
        SL SN SO SS ST SZ TD TF TG TZ UG YT ZA ZM ZW""",
    "east_asia": "CN HK JP KP KR MN MO TW",
    "south_asia": "AF BD BT IN LK MV NP PK",
    "southeast_asia": "BN ID KH LA MM MY PH SG TH TL VN",
    "latin_america": """AG AI AR AW BB BL BO BQ BR BS BV BZ CL CO CR CU CW DM DO EC FK GD GF GP GS GT GY HN HT JM KN KY LC MF MQ
        MS MX NI PA PE PR PY SR SV SX TC TT UY VC VE VG VI""",
    "north_america": "BM CA GL PM US",
    "oceania": "AQ AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS",
}
LABELS: Final = {
    "europe": "Europe",
    "cis": "Eastern Europe and Central Asia",
    "mena": "Middle East and North Africa",
    "africa": "Africa south of the Sahara",
    "east_asia": "East Asia",
    "south_asia": "South Asia",
    "southeast_asia": "Southeast Asia",
    "latin_america": "Latin America and the Caribbean",
    "north_america": "North America",
    "oceania": "Oceania",
}
_REGION_OF: Final = {
    country: region for region, countries in _COUNTRIES.items() for country in countries.split()
}


def region_of(country: str) -> str:
    return _REGION_OF.get(country, "")


def countries_of(region: str) -> tuple[str, ...]:
    return tuple(_COUNTRIES.get(region, "").split())
