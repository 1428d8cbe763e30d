"""What is approved, who may approve it, and which way a request goes. Values in, values out."""

import hashlib
import json
import re
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Never

from atrium.kernel.money import Money

DECISIONS: Final = ("approved", "refused")
MOST_STEPS: Final = 6
MOST_PEOPLE: Final = 5
LONGEST_SLA: Final = 43_200  # minutes: 30 days
WHO: Final = ("permission", "role", "leader")


def facts_hash(*, kind: str, subject_id: uuid.UUID, facts: Mapping[str, Any], money: Money | None) -> str:
    """One fingerprint of all that the approver is shown: another amount or destination is another question."""
    whole = {
        "kind": kind,
        "subject_id": str(subject_id),
        "facts": facts,
        "amount_minor": money.amount_minor if money else None,
        "currency": money.currency if money else "",
    }
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def refuse_float(text: str) -> Never:
    """For `json.loads`: amounts in facts are text, because a binary float is not what the approver read."""
    raise TypeError(f"facts of an approval hold no floats, but {text} is one; write it as text")


@dataclass(frozen=True, slots=True)
class Question:
    """What is known of an open request when somebody wants to decide it. Persons, not users: two log-ins of one human
    being are one pair of eyes."""

    requester: uuid.UUID | None
    changed_by: frozenset[uuid.UUID]  # amended it, where that makes them a maker
    decided_by: frozenset[uuid.UUID]  # decided this round, or were acted for
    money: Money | None
    broker_minor: int | None  # in the broker's currency; None: no money, or no rate is known
    broker_currency: str


@dataclass(frozen=True, slots=True)
class Seat:
    """Whose authority is used: a member's own, or a colleague's who handed it over."""

    person: uuid.UUID
    for_person: uuid.UUID | None
    for_name: str
    qualifies: bool
    limit: int | None  # minor units of the broker's currency; None: none

    @property
    def persons(self) -> frozenset[uuid.UUID]:
        return frozenset({self.person} | ({self.for_person} if self.for_person else set()))


def reason_against(question: Question, seat: Seat, *, approving: bool) -> str:
    """Why this seat may not decide, in a sentence for the one who sits there; empty: it may."""
    if question.requester == seat.person:
        return "You asked for this yourself, so somebody else has to decide it."
    if question.requester and question.requester in seat.persons:
        return f"{seat.for_name} asked for this, so it cannot be decided for {seat.for_name}."
    if question.changed_by & seat.persons:
        return "You changed what is asked for, so somebody else has to decide it."
    if question.decided_by & seat.persons:
        return "You decided an earlier step of this, so somebody else has to decide this one."
    if not seat.qualifies:
        return "Your role may not decide this. Somebody with the permission can."
    return limit_reason(question, seat.limit) if approving else ""


def limit_reason(question: Question, limit: int | None) -> str:
    """A limit bounds approving; refusing moves nothing."""
    if limit is None or question.money is None:
        return ""
    most = Money(limit, question.broker_currency)
    if question.broker_minor is None:
        return (
            f"You may approve up to {most}, and no rate is known for {question.money.currency}. "
            "Somebody without a limit can approve it."
        )
    if question.broker_minor <= limit:
        return ""
    return f"You may approve up to {most}, and this is {question.money}. Somebody with a higher limit can approve it."


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step of a chain: who (`permission`, `role` or the leader of the desk), how many of them, by when."""

    who: str
    permission: str = ""
    role: str = ""
    people: int = 1
    sla_minutes: int = 0  # 0: no time limit
    escalate_to: str = ""

    def as_document(self) -> dict[str, Any]:
        whole = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in whole.items() if value not in ("", 0)}


def read_steps(
    document: object, *, permissions: Collection[str], roles: Collection[str]
) -> tuple[tuple[StepPlan, ...], dict[str, str]]:
    """The steps and what is wrong by path; the steps are good if nothing is."""
    if not isinstance(document, list) or not document:
        return (), {"steps": "A chain needs at least one step."}
    if len(document) > MOST_STEPS:
        return (), {"steps": f"A chain has at most {MOST_STEPS} steps."}
    wrong: dict[str, str] = {}
    plans = [_step(raw, f"steps[{at}]", permissions, roles, wrong) for at, raw in enumerate(document)]
    return tuple(plan for plan in plans if plan is not None), wrong


def _step(
    raw: object, path: str, permissions: Collection[str], roles: Collection[str], wrong: dict[str, str]
) -> StepPlan | None:
    if not isinstance(raw, Mapping) or set(raw) - set(StepPlan.__slots__):
        wrong[path] = "A step says who decides, how many of them, and by when."
        return None
    plan = StepPlan(
        who=str(raw.get("who", "")),
        permission=str(raw.get("permission", "")),
        role=str(raw.get("role", "")),
        people=_whole(raw.get("people", 1)),
        sla_minutes=_whole(raw.get("sla_minutes", 0)),
        escalate_to=str(raw.get("escalate_to", "")),
    )
    fault = _fault(plan, permissions, roles)
    if fault:
        wrong[f"{path}.{fault[0]}"] = fault[1]
    return plan


def _fault(plan: StepPlan, permissions: Collection[str], roles: Collection[str]) -> tuple[str, str] | None:
    """(field, sentence) of the first fault."""
    unknown_role = "Choose a role from the list."
    late = f"The time limit is at most {LONGEST_SLA // 1440} days, in minutes."
    checks = (
        (plan.who in WHO, "who", "A step is decided by a permission, a role, or the leader of the desk."),
        (plan.who != "permission" or plan.permission in permissions, "permission", "Choose a permission."),
        (plan.who != "role" or plan.role in roles, "role", unknown_role),
        (1 <= plan.people <= MOST_PEOPLE, "people", f"Between 1 and {MOST_PEOPLE} people decide a step."),
        (0 <= plan.sla_minutes <= LONGEST_SLA, "sla_minutes", late),
        (not plan.escalate_to or plan.escalate_to in roles, "escalate_to", unknown_role),
        (
            not plan.escalate_to or plan.sla_minutes > 0,
            "sla_minutes",
            "Say after how many minutes it is escalated.",
        ),
    )
    return next(((field, sentence) for good, field, sentence in checks if not good), None)


def _whole(value: object) -> int:
    try:
        return int(str(value))
    except ValueError:
        return -1


def overdue(due_at: datetime | None, now: datetime) -> bool:
    return due_at is not None and due_at <= now


def changes_between(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Fact → (as it was, as it is)."""
    codes = dict.fromkeys([*old, *new])
    return {
        code: (str(old.get(code, "")), str(new.get(code, "")))
        for code in codes
        if old.get(code) != new.get(code)
    }


def retitled(title: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """The title says what is asked now: the first place where it names a value that was changed."""
    for was, now in changes_between(old, new).values():
        if was and now:
            found = re.search(rf"(?<!\w){re.escape(was)}(?!\w)", title)
            title = title[: found.start()] + now + title[found.end() :] if found else title
    return title[:200]
