"""Names of many people, in several scripts, with the words that the search finds them by."""

from itertools import product
from random import Random

from tenants.search.rules import fold, lexemes
from tenants.search.types import Terms

Name = tuple[str, list[str], str]

_FIRST = ("Ma", "Jo", "An", "El", "Ka", "Li", "Ro", "Sa", "Vi", "Da", "No", "Pe", "Lu", "Iv", "Ha", "Ch")
_MIDDLE = ("ri", "ha", "na", "le", "to", "mi", "ra", "do")
_LAST = ("a", "nn", "s", "k", "el", "us")
_FAMILY = (
    "Ber",
    "Kov",
    "San",
    "Pet",
    "Nov",
    "Has",
    "Lin",
    "Mor",
    "Gar",
    "Wil",
    "Ost",
    "Zim",
    "Tan",
    "Rod",
    "Fis",
    "Ald",
)
_LINK = ("a", "e", "i", "o", "lan", "man")
_ENDING = ("ski", "ez", "sen", "ova", "er", "ini", "ov", "berg", "dis", "ton")
_OTHERS = (
    "Жанна", "Пётр", "Ольга", "Клара", "王", "李", "张", "芳", "明", "김", "민준", "Élodie", "Łukasz", "Ñandú", "Ştefan", "Ωμέγα",
)  # fmt: skip
_OTHER_FAMILIES = (
    "Жукова",
    "Иванов",
    "Петрова",
    "王",
    "陈",
    "刘",
    "박",
    "이",
    "Müller",
    "Ångström",
    "García",
    "Đorđević",
)


def pools(seed: int = 7) -> tuple[list[Name], list[Name]]:
    """First and family names: each as it is written, its lexemes, and it folded, as the search finds it in an e-mail."""
    first = ["".join(parts) for parts in product(_FIRST, _MIDDLE, _LAST)] + list(_OTHERS)
    family = ["".join(parts) for parts in product(_FAMILY, _LINK, _ENDING)] + list(_OTHER_FAMILIES)
    for names in (first, family):
        Random(seed).shuffle(names)
    return [_name(name) for name in first], [_name(name) for name in family]


def _name(name: str) -> Name:
    return name, lexemes("person", Terms(names=(name,))), fold(name)
