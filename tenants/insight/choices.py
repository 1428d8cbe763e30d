"""What filters offer to choose from. Asked when a filter is made or read, not on every page."""

from collections.abc import Sequence
from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language, to_locale

from tenants.leads.models import Source
from tenants.staff.models import Desk, Member
from tenants.work.models import Tag

Pairs = Sequence[tuple[str, str]]


def countries() -> Pairs:
    return _countries(get_language() or "en")


@lru_cache(maxsize=16)
def _countries(language: str) -> Pairs:
    names = Locale.parse(to_locale(language)).territories
    two = [(code, name) for code, name in names.items() if len(code) == 2 and code.isalpha() and code != "ZZ"]
    return tuple(sorted(two, key=lambda pair: pair[1]))


def managers() -> Pairs:
    names = Member.objects.order_by("user__name").values_list("id", "user__name")
    return [(str(member_id), name) for member_id, name in names]


def desks() -> Pairs:
    return [(str(desk_id), name) for desk_id, name in Desk.objects.order_by("name").values_list("id", "name")]


def tags() -> Pairs:
    return [(name, name) for name in Tag.objects.order_by("name").values_list("name", flat=True)]


def sources() -> Pairs:
    return [
        (str(code), str(label))
        for code, label in Source.objects.order_by("code").values_list("code", "label")
    ]


def colleagues() -> Pairs:
    names = Member.objects.order_by("user__name").values_list("user_id", "user__name")
    return [(str(user_id), name) for user_id, name in names]
