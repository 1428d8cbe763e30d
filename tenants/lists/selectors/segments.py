"""Segments inside conditions: each is replaced by its own condition before it is read."""

import uuid
from typing import Any

from django.db.models import QuerySet

from atrium.kernel.errors import InvalidInput
from tenants.staff.models import Member

from ..models import Segment
from ..types import ListDefinition
from .saved import segments_for

_DEEPEST = 5


def expanded(
    definition: ListDefinition, member: Member, document: Any, *, inside: tuple[uuid.UUID, ...] = ()
) -> Any:
    """The document without the word segment. A segment within itself (`inside`: those it is already in), or a stranger's,
    is refused."""
    if isinstance(document, list):
        return [expanded(definition, member, one, inside=inside) for one in document]
    if not isinstance(document, dict):
        return document
    if document.get("field") == "segment":
        return _of_segment(definition, member, document, inside)
    return {word: expanded(definition, member, below, inside=inside) if word in {"all", "any", "not"} else below
            for word, below in document.items()}  # fmt: skip


def _of_segment(
    definition: ListDefinition, member: Member, test: dict[str, Any], inside: tuple[uuid.UUID, ...]
) -> Any:
    word = next((word for word in test if word != "field"), "")
    asked = test.get(word)
    if word in {"is", "is_not"}:
        found: Any = _document(definition, member, asked, inside)
    elif word in {"in", "not_in"} and isinstance(asked, list) and asked:
        found = {"any": [_document(definition, member, one, inside) for one in asked]}
    else:
        raise InvalidInput("A segment is asked for by is, is_not, in or not_in.", field="segment")
    return {"not": found} if word in {"is_not", "not_in"} else found


def _document(definition: ListDefinition, member: Member, name: Any, inside: tuple[uuid.UUID, ...]) -> Any:
    segment = _segment(member, definition.code, name)
    if segment.id in inside or len(inside) >= _DEEPEST:
        raise InvalidInput(f"The segment “{segment.name}” is part of itself.", field="segment")
    return expanded(definition, member, segment.document, inside=(*inside, segment.id))


def _segment(member: Member, list_code: str, name: Any) -> Segment:
    try:
        wanted = uuid.UUID(str(name))
    except ValueError:
        wanted = uuid.UUID(int=0)
    found = segments_for(member, list_code).filter(id=wanted).first()
    if found is None:
        raise InvalidInput("There is no such segment, or it is not shared with you.", field="segment")
    return found


def members(definition: ListDefinition, member: Member, segment: Segment) -> QuerySet[Any]:
    """The rows of the list that are in the segment now and in the member's scope."""
    from .rows import selected

    return selected(definition, member, document=segment.document)
