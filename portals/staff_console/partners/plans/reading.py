"""A plan as a person reads it: each part with the fields that say something."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from portals.staff_console.partners.plans import fields
from portals.staff_console.partners.plans.fields import Node, Section
from portals.staff_console.partners.plans.words import Text
from portals.staff_console.partners.plans.writing import TABLE, YES, data_of


@dataclass(frozen=True, slots=True)
class Part:
    title: Text
    facts: list[tuple[Text, Text]]


def summary_of(document: Mapping[str, Any]) -> list[Part]:
    """Parts that say nothing are left out."""
    found = fields.sections_of(data_of(document), fields.faults_of(()))
    parts = [
        Part(one.title, [*([_fact(one.choice)] if one.choice else []), *_facts(_told(one))]) for one in found
    ]
    return [part for part in parts if part.facts]


def _told(section: Section) -> list[Node]:
    """Of what is folded away in the editor only what was said."""
    return [one for one in section.nodes if not section.folded or fields.says(one)]


def _facts(nodes: Iterable[Node]) -> Iterator[tuple[Text, Text]]:
    for node in nodes:
        if node.widget == "rows":
            yield from _rows(node)
        elif node.widget == "object":
            if node.value == YES:
                yield node.label, ", ".join(f"{label} {value}" for label, value in _facts(node.children))
        elif node.value or node.widget == "rate":
            label, said = _fact(node)
            if said:
                yield label, said


def _rows(node: Node) -> Iterator[tuple[Text, Text]]:
    for row in node.children:
        label = row.label if row.key is None else f"{row.key.label} {row.key.value}"
        yield label, _said(row)


def _fact(node: Node) -> tuple[Text, Text]:
    return node.label, _said(node)


def _said(node: Node) -> Text:
    if node.widget == "choice":
        return next((label for value, label in node.options if value == node.value), node.value)
    if node.widget == "rate" and node.value == TABLE:
        return _table(node)
    if node.widget == "rate":
        return node.children[0].value
    return node.value


def _table(node: Node) -> str:
    """“lots, own clients, month: from 0 5, from 10 6”."""
    heads = [str(_said(child)) for child in node.children if child.widget == "choice"]
    steps = next((child.children for child in node.children if child.widget == "rows"), ())
    said = [
        _("from %(from)s: %(rate)s") % {"from": step.children[0].value, "rate": step.children[1].value}
        for step in steps
    ]
    return f"{', '.join(heads)}: {'; '.join(said)}"
