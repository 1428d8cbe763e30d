"""What the filter builder needs to know of a list: fields, their comparisons in words, and what may be chosen."""

from typing import Any

from django.utils.translation import gettext as _

from atrium.rulebook import operators_of
from tenants.lists.selectors import filterable, segments_for
from tenants.lists.types import Column, ListDefinition
from tenants.staff.models import Member


def builder_of(definition: ListDefinition, member: Member) -> dict[str, Any]:
    fields = [_field(column) for column in filterable(definition, member)]
    segments = [[str(segment.id), segment.name] for segment in segments_for(member, definition.code)]
    if segments:
        fields.append({"code": "segment", "label": _("Segment"), "type": "choice", "choices": segments})
    types = {field["type"] for field in fields}
    return {"fields": fields, "operators": {type_: _operators(type_) for type_ in types}, "words": _words()}


def _field(column: Column) -> dict[str, Any]:
    return {
        "code": column.code,
        "label": str(column.label),
        "type": column.type,
        "choices": [list(pair) for pair in column.offered()],
    }


def _operators(type_: str) -> list[list[str]]:
    names = _names()
    return [[code, names.get(f"{type_}.{code}") or names[code]] for code in operators_of(type_)]


def _words() -> dict[str, str]:
    return {
        "yes": _("yes"),
        "no": _("no"),
        "and": _("and"),
        "days": _("days"),
        "value": _("Value"),
        "to": _("Up to"),
    }


def _names() -> dict[str, str]:
    return {
        "is": _("is"),
        "date.is": _("is on"),
        "datetime.is": _("is on"),
        "is_not": _("is not"),
        "in": _("is one of"),
        "not_in": _("is none of"),
        "contains": _("contains"),
        "starts": _("starts with"),
        "at_least": _("is at least"),
        "at_most": _("is at most"),
        "between": _("is between"),
        "before": _("is before"),
        "after": _("is after"),
        "within_days": _("is within the last … days"),
        "older_than_days": _("is more than … days ago"),
        "next_days": _("is within the next … days"),
        "has": _("has one of"),
        "has_not": _("has none of"),
        "empty": _("is empty"),
    }
