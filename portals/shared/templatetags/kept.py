"""`{% kept %}`: a part of a page that is the same for many requests is drawn once and kept by this process, with holes.

    {% load kept %}
    {% kept "bulk" by list.code viewer.authority.view_key with document=list.document_json %} … {{ document }} … {% endkept %}

Kept apart for each broker, language and surface, and for each of the values after `by`: whatever else the inside depends on must
stand there, or be a hole. A hole (`with`, and the form token) is text put in anew each time, escaped; inside, no filter may
change it.
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from atrium.kernel import tenancy

register = template.Library()

MOST: Final = 4_000
_TOKEN: Final = "csrf_token"
_SECRET: Final = secrets.token_hex(6)
_HOLE: Final = re.compile(rf"hole-{_SECRET}-(\w+)-")

_kept: dict[tuple[object, ...], tuple[str, ...]] = {}
"""The pieces of each part: text, the name of a hole, text, …"""


class KeptNode(Node):
    child_nodelists = ("inside",)

    def __init__(
        self,
        inside: NodeList,
        name: str,
        by: Sequence[FilterExpression],
        holes: Mapping[str, FilterExpression],
    ) -> None:
        self.inside, self.name, self.by, self.holes = inside, name, by, holes

    def render(self, context: Any) -> SafeString:
        values = [str(value.resolve(context)) for value in self.by]
        house = tenancy.current()
        key = (self.name, house and house.schema, context.get("surface"), get_language(), *values)
        pieces = _kept.get(key)
        if pieces is None:
            pieces = _keep(key, tuple(_HOLE.split(self._drawn(context))))
        if len(pieces) == 1:
            return mark_safe(pieces[0])
        filled = list(pieces)
        for at in range(1, len(pieces), 2):
            filled[at] = self._hole(pieces[at], context)
        return mark_safe("".join(filled))

    def _drawn(self, context: Any) -> str:
        marks = {name: mark_safe(f"hole-{_SECRET}-{name}-") for name in (*self.holes, _TOKEN)}
        with context.push(**marks):
            return self.inside.render(context)

    def _hole(self, name: str, context: Any) -> str:
        value = context.get(_TOKEN) if name == _TOKEN else self.holes[name].resolve(context)
        return escape(str(value))


def _keep(key: tuple[object, ...], pieces: tuple[str, ...]) -> tuple[str, ...]:
    if len(_kept) >= MOST:
        _kept.clear()
    _kept[key] = pieces
    return pieces


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    _tag, name, *words = token.split_contents()
    inside = parser.parse(("endkept",))
    parser.delete_first_token()
    by, holes, into_holes = [], {}, False
    for word in words:
        if word in ("by", "with"):
            into_holes = word == "with"
        elif into_holes:
            hole, _, value = word.partition("=")
            holes[hole] = parser.compile_filter(value)
        else:
            by.append(parser.compile_filter(word))
    return KeptNode(inside, name.strip("\"'"), by, holes)
