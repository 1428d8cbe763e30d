"""From words to lexemes, and from what somebody types to a query over them. Values in, values out.

A lexeme is the kind's letter, the letter of what sort of word it is, a colon, and the folded word: `pn:maria` is a person's
name, `pq:7654321` a person's phone from its last digit. So a query asks only for what the reader may search by.

How the words of names and e-mails begin, up to four letters, are lexemes too: `pN:m`, `pN:ma`, `pN:mar`, `pN:mari`. Short
beginnings fit many, and the index reads one long list of places in a fifth of the time in which it makes one of a thousand.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Final

from anyascii import anyascii

from .types import KINDS, Terms

NAME, EMAIL, PHONE, PHONE_END, NUMBER = "n", "e", "p", "q", "#"
LOGIN, LOGIN_END, DOCUMENT, REFERENCE = "l", "m", "d", "r"
BEGINNING: Final = {NAME: "N", EMAIL: "E"}
# What a masked field takes away from the words one may search by: a value that may not be seen may not be guessed either.
SORTS_OF_FIELD: Final = {
    "email": {EMAIL, BEGINNING[EMAIL]},
    "phone": {PHONE, PHONE_END},
    "document": {DOCUMENT},
}

LONGEST, MOST_WORDS, TRAILING, SHORT = 60, 6, 4, 4
_IDEOGRAPH = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
_SIGNS = re.compile(r"[^\w]+|_")
_NO_DIGIT = re.compile("[^0-9]+")
_NUMBER_LIKE = re.compile(r"[\d\s+().\-/#]+")


@lru_cache(maxsize=20_000)  # names repeat
def fold(text: str) -> str:
    """Letters and digits only, in Latin and in lower case, however it was written: “王” → “wang”, “Ж” → “zh”."""
    if text.isascii():
        return "".join(filter(str.isalnum, text.lower()))[:LONGEST]
    written = (sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign)[0] in "LMN")
    plain = anyascii("".join(written)).lower()
    return "".join(letter for letter in plain if letter.isalnum())[:LONGEST]


def digits(text: str) -> str:
    return _NO_DIGIT.sub("", text if text.isascii() else unicodedata.normalize("NFKC", text))[:LONGEST]


def words_of_name(name: str) -> Iterator[str]:
    """Each word, its hyphened parts, and each sign of a script that writes without spaces."""
    for word in name.split():
        yield fold(word)
        if not word.isalnum():
            yield from (fold(part) for part in _SIGNS.split(word))
        if not word.isascii():
            yield from (fold(sign) for sign in _IDEOGRAPH.findall(word))


def lexemes(kind: str, terms: Terms) -> list[str]:
    letter = KINDS[kind]
    names = {word for name in terms.names for word in words_of_name(name)}
    found: set[str] = set().union(*(_of_name(letter, word) for word in names))
    # Who asks for e-mails asks for names too, so an e-mail does not say again what the name says already.
    for word in {word for email in terms.emails for word in _words_of_email(email) if word} - names:
        found.add(f"{letter}{EMAIL}:{word}")
        for letters in _beginnings(word):
            if f"{letter}{BEGINNING[NAME]}:{letters}" not in found:
                found.add(f"{letter}{BEGINNING[EMAIL]}:{letters}")
    found.update(f"{letter}{sort}:{word}" for sort, word in _of_others(terms) if word)
    return sorted(found)


def _of_others(terms: Terms) -> Iterator[tuple[str, str]]:
    for phone in terms.phones:
        number = digits(phone)
        yield from ((PHONE, number), (PHONE_END, number[::-1]))
    for login in terms.logins:
        yield from ((LOGIN, str(login)), (LOGIN_END, str(login)[::-1]))
    yield from ((NUMBER, str(number)) for number in terms.numbers)
    yield from ((DOCUMENT, fold(document)) for document in terms.documents)
    yield from ((REFERENCE, fold(reference)) for reference in terms.references)


@lru_cache(maxsize=20_000)
def _of_name(letter: str, word: str) -> tuple[str, ...]:
    begins = (f"{letter}{BEGINNING[NAME]}:{letters}" for letters in _beginnings(word))
    return (f"{letter}{NAME}:{word}", *begins) if word else ()


def _words_of_email(email: str) -> Iterator[str]:
    whole = email.strip().lower()[:LONGEST]
    local, _, domain = whole.partition("@")
    yield whole
    yield domain
    yield from (fold(part) for part in _SIGNS.split(local))


def _beginnings(word: str) -> Sequence[str]:
    """Of a word that begins with a letter; of a domain only its first part, if that is short: who has mail by the house's
    commonest provider is no question."""
    if "@" in word or not word[:1].isalpha():
        return ()
    whole, _, rest = word.partition(".")
    if rest:
        return (whole,) if len(whole) <= SHORT and whole.isalnum() else ()
    return [whole[:length] for length in range(1, min(SHORT, len(whole)) + 1)]


def query(kind: str, text: str, *, without: Collection[str] = (), exact: bool = False) -> str:
    """A tsquery in which every word must fit, or "" if the text asks for nothing of this kind.

    `without` are the fields (email, phone, document) that the reader may not search by.
    """
    closed = {sort for field in without for sort in SORTS_OF_FIELD.get(field, ())}
    words = _words_typed(text)
    asked = [_asked(kind, word, closed, exact=exact, alone=len(words) == 1) for word in words]
    return " & ".join(asked) if asked and all(asked) else ""


def _words_typed(text: str) -> list[str]:
    """A number with spaces or brackets in it is one word."""
    text = text.strip()[:100]
    if _NUMBER_LIKE.fullmatch(text) and len(digits(text)) >= 6:
        return [digits(text)]
    return text.split()[:MOST_WORDS]


def _asked(kind: str, word: str, closed: set[str], *, exact: bool, alone: bool) -> str:
    fits = [
        _lexeme(KINDS[kind], sort, folded, begins=begins and not exact)
        for sort, folded, begins in _meanings(word, alone=alone)
        if folded and sort not in closed
    ]
    return f"({' | '.join(fits)})" if fits else ""


def _meanings(word: str, *, alone: bool) -> Iterator[tuple[str, str, bool]]:
    """(sort, folded, may be a beginning). One letter alone is no beginning: it would be half the house."""
    if "@" in word[1:]:
        yield EMAIL, word.lower()[:LONGEST], True
        return
    folded, number = fold(word), digits(word)
    if number and len(number) == len(folded):
        yield from _meanings_of_number(number)
        return
    begins = len(folded) > 1 or not alone
    yield NAME, folded, begins
    yield EMAIL, folded, begins
    if "." in word:
        yield EMAIL, word.lower().lstrip("@")[:LONGEST], True
    if any(letter.isdigit() for letter in folded) or len(folded) >= TRAILING:
        yield REFERENCE, folded, len(folded) >= TRAILING
        yield DOCUMENT, folded, len(folded) >= TRAILING


def _meanings_of_number(number: str) -> Iterator[tuple[str, str, bool]]:
    yield NUMBER, number.lstrip("0") or "0", False
    long = len(number) >= TRAILING
    yield LOGIN, number, long
    yield DOCUMENT, number, long
    yield REFERENCE, number, long
    if long:
        yield PHONE, number, True
        yield PHONE_END, number[::-1], True
        yield LOGIN_END, number[::-1], True
        yield NAME, number, True


def _lexeme(kind: str, sort: str, folded: str, *, begins: bool) -> str:
    if begins and len(folded) <= SHORT and folded[0].isalpha() and folded.isalnum() and sort in BEGINNING:
        sort, begins = BEGINNING[sort], False
    quoted = folded.replace("\\", "\\\\").replace("'", "''")
    return f"'{kind}{sort}:{quoted}'{':*' if begins else ''}"
