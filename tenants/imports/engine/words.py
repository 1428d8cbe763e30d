"""Countries and languages as people write them: codes, and names in the tongues that files come in."""

from functools import lru_cache
from typing import Final

from .columns import plain

_TONGUES: Final = tuple("en es zh ar de fr pt it nl pl cs ru uk tr el sv ja ko id vi th".split())  # noqa: SIM905
_MORE: Final = {"uk": "GB", "england": "GB", "great britain": "GB", "uae": "AE", "usa": "US", "america": "US", "korea": "KR",
                "russia": "RU", "holland": "NL", "czech republic": "CZ", "中国大陆": "CN"}  # fmt: skip
_NO_COUNTRIES: Final = {"ZZ", "EU", "UN", "XA", "XB"}
_LANGUAGES: Final = {"en": "en", "es": "es", "zh": "zh-hans", "ar": "ar"}


def country(text: str) -> str:
    """Two letters, or nothing if it is no country."""
    if len(text) == 2 and text.isascii() and text.upper() in codes():
        return text.upper()
    return _countries().get(plain(text), "")


def language(text: str) -> str:
    """One of the languages that the portals speak, else the two letters of a language there is, else nothing."""
    short = text.lower().replace("_", "-").partition("-")[0]
    if short in _LANGUAGES:
        return _LANGUAGES[short]
    if len(short) == 2 and short in _language_names().values():
        return short
    found = _language_names().get(plain(text), "")
    return _LANGUAGES.get(found, found)


@lru_cache(maxsize=1)
def codes() -> frozenset[str]:
    from babel import Locale

    names = map(str, Locale("en").territories)
    return frozenset(
        name for name in names if len(name) == 2 and name.isalpha() and name not in _NO_COUNTRIES
    )


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    from babel import Locale

    found = dict(_MORE)
    for tongue in _TONGUES:
        names = Locale(tongue).territories
        found.update({plain(str(name)): str(code) for code, name in names.items() if code in codes()})
    return found


@lru_cache(maxsize=1)
def _language_names() -> dict[str, str]:
    from babel import Locale

    found: dict[str, str] = {}
    for tongue in _TONGUES:
        names = Locale(tongue).languages
        found.update({plain(str(name)): str(code) for code, name in names.items() if len(str(code)) == 2})
    return found
