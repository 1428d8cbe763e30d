"""After any sequence of edits nobody holds a right that its grantor lacked: random people, roles, desks and moves."""

import uuid
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from atrium.kernel.errors import AtriumError
from tenants.staff.models import Desk, Member, Role
from tenants.staff.rules import Content
from tenants.staff.scopes import Belongs, covers
from tenants.staff.selectors import members_with_authority
from tenants.staff.services import (
    add_member,
    appoint,
    change_role,
    create_desk,
    create_role,
    end_appointment,
    move_desk,
)

CODES = (
    "leads.view",
    "clients.view",
    "payouts.approve",
    "settings.staff",
    "settings.roles",
    "settings.desks",
)
SCOPES = ("all", "desk", "own", "unassigned")
PEOPLE, DESKS = 4, 4
Right = tuple[str, str, str]

step = st.tuples(
    st.sampled_from(["appoint", "edit", "end", "move", "create"]),
    st.integers(0, PEOPLE - 1),  # by whom
    st.integers(0, PEOPLE - 1),  # to whom
    st.integers(0, 7),  # which role
    st.integers(0, DESKS),  # which desk; the last is none
    st.integers(0, DESKS),
    st.sets(st.sampled_from([*CODES, "*"]), max_size=3),
    st.sets(st.sampled_from(SCOPES), max_size=2),
    st.sampled_from([{}, {"phone": "partly"}, {"phone": "hidden"}]),
    st.sampled_from([{}, {"payouts.approve": 100}, {"payouts.approve": 1000}]),
)


NOBODY_ANY_MORE: list[Any] = [
    ("end", 2, 2, 0, 0, 0, set(), set(), {}, {}),
    ("edit", 2, 0, 0, 0, 0, set(), set(), {}, {}),
]
"""Who ended their own role edits another, whose holder would see clearly from then on."""


@pytest.mark.timeout(600)
def test_nobody_ever_holds_what_their_grantor_lacked(in_acme: Any) -> None:
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @example(NOBODY_ANY_MORE)
    @given(st.lists(step, min_size=3, max_size=8))
    def play(steps: list[Any]) -> None:
        with transaction.atomic():
            _play(steps)
            transaction.set_rollback(True)

    play()


def _play(steps: list[Any]) -> None:
    people, desks = _world()
    before = _rights(people, desks)
    for verb, by, to, which, at, under, codes, scopes, masks, limits in steps:
        content = Content(frozenset(codes), frozenset(scopes), masks, limits)
        try:
            with transaction.atomic():
                _do(verb, people[by], people[to], which, _pick(desks, at), _pick(desks, under), content)
        except AtriumError:
            pass
        now = _rights(people, desks)
        for member in people:
            gained = now[member.id] - before[member.id]
            giver = _as_others_call_it(people[by], before[people[by].id])
            assert gained <= giver | _own(gained, giver), (
                verb,
                member,
                gained,
            )
        before = now


def _do(
    verb: str, by: Member, to: Member, which: int, desk: Desk | None, under: Desk | None, content: Content
) -> None:
    roles = list(Role.objects.filter(name__startswith="Prop").order_by("name"))
    role = roles[which % len(roles)]
    if verb == "appoint":
        appoint(member=to, role=role, desk=desk, by=by)
    elif verb == "edit":
        change_role(role_id=role.id, content=content, by=by)
    elif verb == "create":
        appoint(
            member=to, role=create_role(name=f"Prop {uuid.uuid4()}", content=content, by=by), desk=desk, by=by
        )
    elif verb == "end":
        end_appointment(to.appointments.order_by("?").first(), by=by)  # type: ignore[arg-type]
    elif desk is not None:
        move_desk(desk_id=desk.id, parent_id=under.id if under else None, by=by)


def _world() -> tuple[list[Member], list[Desk]]:
    top = create_desk(name="P-top", kind="sales")
    low = create_desk(name="P-low", kind="sales", parent_id=top.id)
    desks = [top, low, create_desk(name="P-side", kind="sales"), create_desk(name="P-other", kind="sales")]
    managing = frozenset({"settings.staff", "settings.roles", "settings.desks", "leads.view"})
    contents = [
        Content(managing, frozenset({"desk"}), {"phone": "partly"}),
        Content(managing | {"clients.view"}, frozenset({"own", "unassigned"})),
        Content(
            frozenset({"payouts.approve", "settings.roles"}), frozenset({"all"}), {}, {"payouts.approve": 500}
        ),
        Content(frozenset({"*"}), frozenset({"own"}), {"phone": "hidden"}),
        Content(frozenset({"leads.view"}), frozenset({"all"})),
    ]
    roles = [create_role(name=f"Prop {at}", content=content) for at, content in enumerate(contents)]
    people = [
        add_member(
            email=f"{uuid.uuid4().hex}@acme.example",
            name=f"P{at}",
            role=roles[at].name,
            desk=desks[at % 3].name,
        )
        for at in range(PEOPLE)
    ]
    return people, desks


def _rights(people: list[Member], desks: list[Desk]) -> dict[uuid.UUID, set[Right]]:
    """In the end what counts: which rows by which permission, which field how clearly, which amount."""
    members = members_with_authority(
        Member.objects.filter(id__in=[one.id for one in people]).select_related("user", "desk")
    )
    rows = [
        Belongs(assigned, desk)
        for assigned, desk in product(
            [None, uuid.UUID(int=1), *(one.id for one in people)], [None, *(one.id for one in desks)]
        )
    ]
    return {member.id: _of(member, rows) for member in members}


def _of(member: Member, rows: list[Belongs]) -> set[Right]:
    found: set[Right] = set()
    for code in CODES:
        if not member.allows(code):
            continue
        found.add((code, "may", ""))
        for row in rows:
            if covers(member, code, row):
                mine = row.assigned == member.id
                found.add((code, "own" if mine else f"{row.assigned}", f"{row.desk}"))
        limit = member.authority.limit(code)
        found |= {
            (code, "limit", str(amount))
            for amount in (100, 500, 1000, 10**9)
            if limit is None or limit >= amount
        }
    if member.authority.grants:
        clear = ("hidden", "partly", "").index(member.authority.mask("phone"))
        found |= {("phone", "seen", str(step)) for step in range(clear + 1)}
    return found


def _as_others_call_it(giver: Member, rights: set[Right]) -> set[Right]:
    """The giver's own rows are to everybody else the rows of one colleague."""
    return rights | {(code, f"{giver.id}", desk) for code, whose, desk in rights if whose == "own"}


def _own(gained: set[Right], giver: set[Right]) -> set[Right]:
    """Rows of one's own: the giver had the right on rows of their own, or of a desk."""
    return {
        right
        for right in gained
        if right[1] == "own"
        and any(have[0] == right[0] and have[1] not in {"may", "limit"} for have in giver)
    }


def _pick(desks: list[Desk], at: int) -> Desk | None:
    return desks[at] if at < len(desks) else None
