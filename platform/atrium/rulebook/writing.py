"""From nodes back to a document: what `parse` reads again to the same nodes."""

from datetime import date
from decimal import Decimal
from typing import Any

from atrium.rulebook.nodes import Either, Node, Not, Test


def document_of(node: Node) -> dict[str, Any]:
    if isinstance(node, Test):
        return {"field": node.field.code, node.operator: _plain(node.value)}
    if isinstance(node, Not):
        return {"not": document_of(node.child)}
    if isinstance(node, Either):
        return {"any": [document_of(child) for child in node.children]}
    return {"all": [document_of(child) for child in node.children]} if node.children else {}


def _plain(value: object) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
