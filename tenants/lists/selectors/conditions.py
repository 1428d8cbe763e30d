"""What a member may ask a list for."""

from typing import Any

from atrium.kernel import clock
from atrium.rulebook import Field, Node, parse
from tenants.staff.models import Member

from ..compiling import compiled
from ..types import Column, ListDefinition
from .saved import segments_for
from .segments import expanded

SEGMENT = "segment"


def may_ask(column: Column, member: Member) -> bool:
    """A value that one may see only partly, or not at all, could be guessed by filtering and sorting: neither is allowed."""
    return may_see(column, member) and not (column.mask and member.authority.mask(column.mask))


def may_see(column: Column, member: Member) -> bool:
    return not column.permission or member.allows(column.permission)


def filterable(definition: ListDefinition, member: Member) -> list[Column]:
    return [column for column in definition.columns if column.asks and may_ask(column, member)]


def fields_for(definition: ListDefinition, member: Member) -> list[Field]:
    """The fields of a condition, with the segments that the member may use."""
    segments = tuple((str(segment.id), segment.name) for segment in segments_for(member, definition.code))
    found = [column.field() for column in filterable(definition, member)]
    return [*found, Field(SEGMENT, "Segment", "choice", segments)] if segments else found


def condition(definition: ListDefinition, member: Member, document: Any) -> tuple[Node, Any]:
    """The condition read, and its Q. Raises InvalidInput, also for what the member may not ask by."""
    whole = expanded(definition, member, document) if document else {}
    asked = _named(whole)  # choices are looked up for the fields that are asked for, not for all
    node = parse(whole, [column.field() for column in filterable(definition, member) if column.code in asked])
    by_code = {column.code: column for column in definition.columns}
    return node, compiled(node, by_code, now=clock.now())


def _named(document: Any) -> set[Any]:
    if isinstance(document, list):
        return {code for one in document for code in _named(one)}
    if not isinstance(document, dict):
        return set()
    here = {document["field"]} if isinstance(document.get("field"), str) else set()
    return here | {code for inside in document.values() for code in _named(inside)}
