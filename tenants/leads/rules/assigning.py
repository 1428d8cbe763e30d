"""Who gets a lead, and why. First the company's rules in their order, then those of the desk it came to; where no rule
decides, the desks' own countries and languages do."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from atrium.rulebook import Node, meets, tests_in

from . import turns

DEEPEST = 10  # desks within desks; rules that lead in a circle end here


@dataclass(slots=True)
class Candidate:
    """A colleague who takes leads and has the authority for it now. `most_open` None: any number."""

    member_id: uuid.UUID
    name: str
    desk_id: uuid.UUID | None
    desk_name: str = ""
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    open_leads: int = 0
    most_open: int | None = None
    weight: int = 1

    @property
    def is_free(self) -> bool:
        return self.most_open is None or self.open_leads < self.most_open


@dataclass(slots=True)
class Rule:
    """`desk_ids`: the desk and all below it, whose people share. `turns` is changed when a turn is taken."""

    id: uuid.UUID
    name: str
    of_desk: uuid.UUID | None
    condition: Node
    said: str  # the condition in words
    gives: str
    strategy: str
    desk_id: uuid.UUID | None = None
    desk_name: str = ""
    desk_ids: frozenset[uuid.UUID] = frozenset()
    member_id: uuid.UUID | None = None
    turns: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """`reason` stands on the lead; `steps` are every rule that was asked and what it said, for whoever tries the rules out."""

    member_id: uuid.UUID | None
    desk_id: uuid.UUID | None
    reason: str
    steps: tuple[str, ...] = ()


@dataclass
class Assigner:
    """Holds the rules and the load of each colleague; `choose` counts what it gave, so that a thousand may follow."""

    rules: Sequence[Rule]
    candidates: Sequence[Candidate]
    _known: dict[tuple[Any, ...], bool] = field(default_factory=dict)

    def choose(self, facts: Mapping[str, Any], *, now: datetime) -> Choice:
        steps: list[str] = []
        desk: uuid.UUID | None = None
        desk_name, way = "", []
        for _ in range(DEEPEST):
            rule, choice = self._first(desk, facts, now, steps)
            if rule is None:
                break
            way.append(f"rule “{rule.name}” ({rule.said})")
            if choice is not None:
                return self._taken(choice, way, steps)
            desk, desk_name = rule.desk_id, rule.desk_name
        if desk is not None:
            return self._desk_share(desk, desk_name, way, steps)
        return self._by_desks(facts, steps)

    def _first(
        self, desk: uuid.UUID | None, facts: Mapping[str, Any], now: datetime, steps: list[str]
    ) -> tuple[Rule | None, Choice | None]:
        """The first rule that holds and has somebody to give to; without a choice, it sends on to a desk."""
        for rule in self.rules:
            if rule.of_desk != desk:
                continue
            if not self._holds(rule, facts, now):
                steps.append(f"Rule “{rule.name}”: no, it asks for {rule.said}.")
                continue
            if rule.gives == "desk":
                steps.append(f"Rule “{rule.name}”: yes ({rule.said}), on to {rule.desk_name}.")
                return rule, None
            choice = self._given(rule)
            if choice is not None:
                steps.append(f"Rule “{rule.name}”: yes ({rule.said}), {choice.reason}.")
                return rule, choice
            steps.append(f"Rule “{rule.name}”: yes ({rule.said}), but nobody there is free; on to the next.")
        return None, None

    def _given(self, rule: Rule) -> Choice | None:
        if rule.gives == "pool":
            return Choice(None, rule.desk_id, f"pool of {rule.desk_name}" if rule.desk_id else "company pool")
        able = [c for c in self.candidates if c.is_free]
        if rule.gives == "member":
            named = next((c for c in able if c.member_id == rule.member_id), None)
            desk_id = rule.desk_id or (named.desk_id if named else None)
            return Choice(named.member_id, desk_id, f"{named.name} by name") if named else None
        if rule.desk_id is not None:
            able = [c for c in able if c.desk_id in rule.desk_ids]
        if not able:
            return None
        if rule.strategy == "least_loaded":
            return _least(able)
        by_weight = rule.strategy == "weighted"
        chosen = _in_turn(able, rule.turns, by_weight=by_weight)
        how = "in turn by weight" if by_weight else "in turn"
        if chosen is None:
            return None
        reason = f"{_place(chosen)}{chosen.name} {how} of {len(able)}"
        return Choice(chosen.member_id, chosen.desk_id, reason)

    def _desk_share(self, desk: uuid.UUID, name: str, way: list[str], steps: list[str]) -> Choice:
        free = [c for c in self.candidates if c.is_free and c.desk_id == desk]
        choice = _least(free) if free else Choice(None, desk, f"pool of {name}, nobody there is free")
        steps.append(f"No rule of {name} decides: {choice.reason}.")
        return self._taken(choice, way, steps)

    def _by_desks(self, facts: Mapping[str, Any], steps: list[str]) -> Choice:
        country, language = facts.get("country", ""), facts.get("language", "")
        able = [c for c in self.candidates if c.is_free]
        for pool, why in (
            ([c for c in able if country and country in c.countries], f"country {country}"),
            ([c for c in able if language and language in c.languages], f"language {language}"),
            ([c for c in able if not c.countries and not c.languages], "desk for everybody"),
            (able, "only colleagues free"),
        ):
            if pool:
                choice = _least(pool)
                steps.append(f"No rule decides; the desks do: {why}.")
                return self._taken(choice, [why], steps)
        return self._taken(Choice(None, None, "company pool, nobody who takes leads is free"), [], steps)

    def _taken(self, choice: Choice, way: Iterable[str], steps: list[str]) -> Choice:
        for candidate in self.candidates:
            if candidate.member_id == choice.member_id:
                candidate.open_leads += 1
        reason = ": ".join(part for part in (" → ".join(way), choice.reason) if part)
        return Choice(choice.member_id, choice.desk_id, reason[:1].upper() + reason[1:], tuple(steps))

    def _holds(self, rule: Rule, facts: Mapping[str, Any], now: datetime) -> bool:
        """A file of leads has few kinds of facts; what is known of a kind is not asked again."""
        asked = tuple(facts.get(test.field.code) for test in tests_in(rule.condition))
        key = (rule.id, asked)
        if key not in self._known:
            self._known[key] = meets(rule.condition, facts, now=now)
        return self._known[key]


def _least(able: Sequence[Candidate]) -> Choice:
    best = min(able, key=lambda c: (c.open_leads, c.name, str(c.member_id)))
    return Choice(
        best.member_id,
        best.desk_id,
        f"{_place(best)}{best.name} has the fewest open leads ({best.open_leads})",
    )


def _in_turn(able: Sequence[Candidate], state: dict[str, int], *, by_weight: bool) -> Candidate | None:
    by_key = {str(c.member_id): c for c in sorted(able, key=lambda c: (c.name, str(c.member_id)))}
    weights = {key: c.weight if by_weight else 1 for key, c in by_key.items()}
    key = turns.take(state, weights)
    return by_key[key] if key else None


def _place(candidate: Candidate) -> str:
    return f"{candidate.desk_name}, " if candidate.desk_name else ""
