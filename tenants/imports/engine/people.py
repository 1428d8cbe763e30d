"""A row of cells → a person, or every reason why it is none."""

from collections.abc import Callable, Mapping, Sequence

from ..types import Person, Settings
from . import cells, words

ReadPhone = Callable[[str, str], tuple[str, str] | None]
Fold = Callable[[str], str]
_LONGEST = {"name": 160, "source": 40, "campaign": 80, "referral_code": 40, "national_id": 40, "address": 300}


def read(
    line: int,
    row: Sequence[str],
    mapping: Mapping[int, str],
    settings: Settings,
    *,
    width: int,
    read_phone: ReadPhone,
    fold: Fold,
) -> Person:
    """`width`: how many columns the headings name. `read_phone(text, country)` gives E.164 and country, or None."""
    person = Person(line)
    if len(row) > width and any(cell.strip() for cell in row[width:]):
        person.problems.append(
            f"The row has {len(row)} cells, and there are {width} headings: a delimiter too many?"
        )
        return person
    said = {code: cells.clean(row[column]) for column, code in mapping.items() if column < len(row)}
    _name(person, said, fold)
    _email(person, said)
    _place(person, said, settings, read_phone)
    _rest(person, said, settings)
    if not person.problems and not person.email and not person.phone:
        person.problems.append("Neither e-mail nor phone: nobody can reach this person.")
    return person


def _name(person: Person, said: Mapping[str, str], fold: Fold) -> None:
    parts = (said.get("first_name", ""), said.get("last_name", ""))
    person.name = said.get("name", "") or " ".join(part for part in parts if part)
    if not person.name:
        person.problems.append("No name.")
    person.folded = fold(person.name)


def _email(person: Person, said: Mapping[str, str]) -> None:
    if text := said.get("email", ""):
        person.email = cells.email(text) or ""
        if not person.email:
            person.problems.append(f"“{text[:60]}” is no e-mail address.")


def _place(person: Person, said: Mapping[str, str], settings: Settings, read_phone: ReadPhone) -> None:
    if text := said.get("country", ""):
        person.country = words.country(text)
        if not person.country:
            person.problems.append(
                f"“{text[:40]}” is no country we know. Write its name or two letters, like CY."
            )
    if text := said.get("phone", ""):
        read = read_phone(text, person.country or settings.default_country)
        if read is None:
            person.problems.append(
                f"“{text[:40]}” is no telephone number. Write it with + and the country’s prefix."
            )
            return
        person.phone, of = read
        person.country = person.country or of
    person.country = person.country or settings.default_country


def _rest(person: Person, said: Mapping[str, str], settings: Settings) -> None:
    if text := said.get("language", ""):
        person.language = words.language(text)
        if not person.language:
            person.problems.append(
                f"“{text[:40]}” is no language we know. Write its name or its code, like es."
            )
    person.language = person.language or settings.language
    if text := said.get("birth_date", ""):
        person.birth_date = cells.day(text, settings.dates)
        if person.birth_date is None:
            person.problems.append(f"“{text[:40]}” is no date. Write it like 1990-12-31.")
    person.source = said.get("source", "") or settings.source
    person.campaign = said.get("campaign", "") or settings.campaign
    for code in ("referral_code", "national_id", "address", "manager"):
        setattr(person, code, said.get(code, ""))
    for code, longest in _LONGEST.items():
        if len(getattr(person, code)) > longest:
            person.problems.append(f"The {code.replace('_', ' ')} is longer than {longest} characters.")
