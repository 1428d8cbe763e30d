"""What a partner sees of the clients it brought, by the broker's setting. Pages, exports and the API all ask here."""

from typing import Final

FULL: Final = "full"
PARTLY: Final = "partly"
HIDDEN: Final = "hidden"


def client_name(name: str, sight: str) -> str:
    """Partly: “Clara Weiss Client” → “Clara C.”, a single word keeps its first letter. Hidden: nothing; the number stays."""
    text = name.strip()
    if sight == FULL:
        return text or "–"
    if sight == HIDDEN or not text:
        return "–"
    words = text.split()
    return f"{words[0]} {words[-1][0]}." if len(words) > 1 else f"{text[:1]}…"


def client_email(email: str, sight: str) -> str:
    """Whole or not at all: part of an address with part of a name is too much."""
    return email if sight == FULL else ""


def client_country(country: str, sight: str) -> str:
    return "" if sight == HIDDEN else country
