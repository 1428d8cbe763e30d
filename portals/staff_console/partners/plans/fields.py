"""The fields of the plan editor, drawn from what the engine says a plan may hold, each with its value and its faults."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from portals.staff_console.partners.plans import words
from portals.staff_console.partners.plans.words import Text
from portals.staff_console.partners.plans.writing import NUMBERS, TABLE, YES, Data, at, rows
from tenants.rebates import engine
from tenants.rebates.engine import describe
from tenants.rebates.engine.describe import Field

Options = Sequence[tuple[str, Text]]
_WORDY: Final = ("word", "flag")
_NOT_WORD: Final = re.compile(r"[^a-zA-Z0-9]+")


@dataclass(frozen=True, slots=True)
class Node:
    """`widget`: text, choice, rows, object, rate, or group. `dom` is its id in the page, `faults` stand under it."""

    path: str
    label: Text
    widget: str
    value: str = ""
    options: Options = ()
    help: Text = ""
    required: bool = False
    faults: Sequence[str] = ()
    children: "Sequence[Node]" = ()
    key: "Node | None" = None
    add: Text = ""
    row: int = -1
    of: str = ""

    @property
    def dom(self) -> str:
        return dom(self.path)

    @property
    def number(self) -> int:
        return self.row + 1


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the plan: its kind, where it has one, and its fields; those seldom used are folded away."""

    code: str
    title: Text
    nodes: Sequence[Node]
    choice: Node | None = None
    folded: bool = False
    said: bool = False


@dataclass(slots=True)
class Faults:
    """Every fault by its path; `rest` are those whose field the page does not show."""

    by_path: dict[str, list[str]] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)

    def at(self, path: str) -> list[str]:
        self.shown.add(path)
        return self.by_path.get(path, [])

    @property
    def rest(self) -> list[str]:
        return [
            f"{path}: {one}"
            for path, found in self.by_path.items()
            if path not in self.shown
            for one in found
        ]


def dom(path: str) -> str:
    return "f-" + _NOT_WORD.sub("-", path).strip("-")


def faults_of(found: Iterable[engine.Fault], more: Iterable[tuple[str, str]] = ()) -> Faults:
    faults = Faults()
    for path, message in [*((one.path, one.message) for one in found), *more]:
        faults.by_path.setdefault(path, []).append(message)
    return faults


def sections_of(data: Mapping[str, str], faults: Faults) -> list[Section]:
    base = describe.bases().get(data.get("base.type", ""))
    how = describe.distributions().get(data.get("distribution.kind", ""))
    select = [one for one in describe.select() if base is None or one.name in base.select]
    guards = [one for one in describe.guards() if base is None or one.name in base.guards]
    build = _Builder(data, faults)
    return [
        Section(
            "base",
            _("Paid on"),
            build.all(base.fields if base else (), "base"),
            build.choice("base.type", _("Base"), [(name, words.base(name)) for name in describe.bases()]),
        ),
        Section(
            "distribution",
            _("Shared out"),
            build.all(how.fields if how else (), "distribution"),
            build.choice(
                "distribution.kind",
                _("Distribution"),
                [(name, words.kind(name)) for name in describe.distributions()],
            ),
        ),
        _folded("select", _("Applies to"), build.all(select, "select")),
        _folded("guards", _("Guards and limits"), build.all(guards, "guards")),
        _folded("more", _("Currency, slot and settlement"), build.rest()),
    ]


def every(nodes: Iterable[Node]) -> Iterable[Node]:
    """Each place of the page once: a rate that is a number is its own field."""
    for node in nodes:
        yield node
        if node.key is not None:
            yield node.key
        if node.widget != "rate" or node.value:
            yield from every(node.children)


def all_nodes(sections: Iterable[Section]) -> list[Node]:
    found: list[Node] = []
    for section in sections:
        found += [section.choice] if section.choice else []
        found += every(section.nodes)
    return found


def changed(data: Data, do: str) -> Data:
    """A row more or a row less, as its button says."""
    verb, _space, place = do.partition(" ")
    if verb == "more":
        return {**data, f"{place}:n": str(rows(data, place) + 1)}
    if verb == "key":
        count = rows(data, place, keyed=True)
        return {**data, f"{place}:n": str(count + 1), f"{place}{{{count}}}:key": ""}
    path, _space, at_row = place.rpartition(" ")
    count = rows(data, path) or rows(data, path, keyed=True)
    if verb != "less" or not at_row.isdecimal() or int(at_row) >= count:
        return data
    return {**_without(data, path, int(at_row)), f"{path}:n": str(count - 1)}


def _without(data: Data, path: str, row: int) -> Data:
    place = re.compile(rf"{re.escape(path)}([\[{{])(\d+)([\]}}])(.*)", re.ASCII | re.DOTALL)
    left: Data = {}
    for name, value in data.items():
        found = place.fullmatch(name)
        if found is None:
            left[name] = value
        elif int(found[2]) != row:
            number = int(found[2]) - (int(found[2]) > row)
            left[f"{path}{found[1]}{number}{found[3]}{found[4]}"] = value
    return left


def _folded(code: str, title: Text, nodes: Sequence[Node]) -> Section:
    said = any(one.faults or says(one) for one in every(nodes))
    return Section(code, title, nodes, folded=True, said=said)


def says(node: Node) -> bool:
    """Something else than what holds when nothing is written."""
    if node.widget == "object":
        return node.value == YES
    if node.widget == "choice":
        return bool(node.options) and node.value != node.options[0][0]
    return node.widget == "text" and node.value not in ("", "0", "USD", "main")


@dataclass(frozen=True, slots=True)
class _Builder:
    data: Mapping[str, str]
    faults: Faults

    def all(self, fields: Iterable[Field], path: str, said: str | None = None) -> list[Node]:
        """`said` is the path as the engine names it, where that differs from the form's."""
        base = path if said is None else said
        return [self.node(one, at(path, one.name), at(base, one.name)) for one in fields]

    def rest(self) -> list[Node]:
        return [*self.all(describe.head(), ""), *self.all(describe.settlement(), "settlement")]

    def choice(self, path: str, label: Text, options: Options) -> Node:
        chosen = self.data.get(path, "")
        return Node(
            path, label, "choice", chosen, [("", "–"), *options], faults=self._both(path), required=True
        )

    def node(self, one: Field, path: str, said: str) -> Node:
        draw = {
            describe.RATES: self._rows,
            describe.MAP: self._map,
            describe.RATE_MAP: self._map,
            describe.ROWS: self._steps,
            describe.OBJECT: self._object,
            describe.RATE: self._one_rate,
        }.get(one.shape, self._rows if one.shape == describe.LIST and one.type in NUMBERS else self._value)
        return draw(one, path, said, words.field(one.name))

    def _value(self, one: Field, path: str, said: str, label: Text) -> Node:
        value = self.data.get(path, one.default)
        faults = self.faults.at(said) + self._within(said)
        if one.type not in _WORDY:
            helped = _help(one)
            return Node(path, label, "text", value, help=helped, required=one.required, faults=faults)
        known = ("true", "false") if one.type == "flag" else one.words
        ordered = sorted(known, key=lambda word: word != one.default) if one.default else ("", *known)
        if one.shape == describe.LIST:
            ordered = ("", *known)
        options = [(word, words.choice(word) if word else "–") for word in ordered]
        return Node(path, label, "choice", value, options, required=one.required, faults=faults)

    def _rows(self, one: Field, path: str, said: str, label: Text) -> Node:
        children, rates = [], one.shape == describe.RATES
        for i in range(rows(self.data, path)):
            named = _level(one.name, i)
            place, name = f"{path}[{i}]", f"{said}[{i}]"
            child = self._rate(place, name, named, True) if rates else self._plain(place, name, named)
            children.append(_in_row(child, i, path))
        faults = self.faults.at(said)
        return Node(
            path, label, "rows", children=children, faults=faults, add=_("Add a level"), required=one.required
        )

    def _map(self, one: Field, path: str, said: str, label: Text) -> Node:
        children = []
        for i in range(rows(self.data, path, keyed=True)):
            place = f"{path}{{{i}}}"
            key = self.data.get(f"{place}:key", "").strip()
            name = f"{said}.{key}"
            rate = one.shape == describe.RATE_MAP
            child = (
                self._rate(place, name, _("Rate"), True)
                if rate
                else self._plain(place, name, words.field(one.name))
            )
            children.append(
                _in_row(child, i, path, Node(f"{place}:key", _key(one.key), "text", key, required=True))
            )
        add = {"rank": _("Add a rank"), "partner": _("Add a partner")}.get(one.key, _("Add a symbol"))
        return Node(path, label, "rows", "key", children=children, faults=self.faults.at(said), add=add)

    def _steps(self, one: Field, path: str, said: str, label: Text) -> Node:
        children = [
            self._step(one, f"{path}[{i}]", f"{said}[{i}]", i, path) for i in range(rows(self.data, path))
        ]
        return Node(path, label, "rows", children=children, faults=self.faults.at(said), add=_("Add a step"))

    def _step(self, one: Field, path: str, said: str, i: int, of: str) -> Node:
        label, inside = _("Step %(n)s") % {"n": i + 1}, self.all(one.fields, path, said)
        return Node(path, label, "group", children=inside, faults=self.faults.at(said), row=i, of=of)

    def _object(self, one: Field, path: str, said: str, label: Text) -> Node:
        given = self.data.get(f"{path}:on") == YES
        inside = self.all(one.fields, path, said) if given else []
        return Node(path, label, "object", YES if given else "", children=inside, faults=self.faults.at(said))

    def _one_rate(self, one: Field, path: str, said: str, label: Text) -> Node:
        return self._rate(path, said, label, one.required)

    def _rate(self, path: str, said: str, label: Text, required: bool) -> Node:
        faults = self.faults.at(said)
        if self.data.get(f"{path}:as") == TABLE:
            inside = self.all(describe.table(), path, said)
            return Node(path, label, "rate", TABLE, children=inside, faults=faults, required=required)
        value = Node(path, label, "text", self.data.get(path, ""), required=required)
        return Node(path, label, "rate", "", children=[value], faults=faults, required=required)

    def _plain(self, path: str, said: str, label: Text) -> Node:
        return Node(path, label, "text", self.data.get(path, ""), faults=self.faults.at(said), required=True)

    def _both(self, path: str) -> list[str]:
        """Nothing chosen is told as the part that is required, or as its word that is wrong."""
        return self.faults.at(path) + self.faults.at(path.partition(".")[0])

    def _within(self, said: str) -> list[str]:
        """Faults of single names in a list that is written as one text."""
        return [
            one
            for path in list(self.faults.by_path)
            if path.startswith(f"{said}[")
            for one in self.faults.at(path)
        ]


def _in_row(node: Node, row: int, of: str, key: Node | None = None) -> Node:
    return Node(
        node.path, node.label, node.widget, node.value, node.options, node.help, node.required, node.faults, node.children,
        key, node.add, row, of,
    )  # fmt: skip


def _level(name: str, i: int) -> str:
    return _("Level %(n)s") % {"n": i + (2 if name == "percents" else 1)}


def _key(kind: str) -> str:
    return {"rank": _("Rank"), "partner": _("Partner")}.get(kind, _("Symbol"))


def _help(one: Field) -> Text:
    if one.type == "fraction":
        return words.HELP["fraction"]
    if one.shape == describe.LIST:
        return words.HELP["partner" if one.type == "partner" else "list"]
    return words.HELP.get(one.name, "")
