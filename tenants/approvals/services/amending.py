"""A reviewer changes what is asked before it is decided. Both versions are kept; what was decided before is void."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import Denied, InvalidInput, NotFound, Refused
from atrium.kernel.money import Money

from .. import rates, rules, standing
from ..kinds import Kind, kind_of
from ..models import Amendment, Approval, Decision
from ..types import Acting
from .rows import acting_user, announce, check_open, locked, note, plain, snapshot
from .stepping import begin_round, close_all


def amend(
    *,
    approval_id: uuid.UUID,
    by: uuid.UUID,
    facts: Mapping[str, str] | None = None,
    money: Money | None = None,
    note: str = "",
    facts_hash: str = "",
) -> Approval:
    """`facts`: only those that change. The chain starts again, chosen anew for what is asked now. Where money moves, the
    one who amends has become a maker and does not decide."""
    with transaction.atomic():
        approval, amender = locked(approval_id), acting_user(by)
        kind, step = kind_of(approval.kind), standing.open_step(approval)
        check_open(approval, facts_hash)
        if step is None:
            raise NotFound("There is no such approval.")
        acting, _, reason, _ = standing.choose_seat(amender, approval, step, approving=False, at=clock.now())
        if acting is None:
            raise Denied(reason)
        before, hash_before = snapshot(approval), approval.facts_hash
        _change(approval, kind, facts or {}, money)
        approval.title = rules.retitled(approval.title, before, snapshot(approval))
        if approval.facts_hash == hash_before:
            raise InvalidInput("That is what is asked for already. Nothing was changed.", field="facts")
        _keep(approval, kind, acting, note.strip(), before, hash_before)
        _restart(approval)
    return approval


def _change(approval: Approval, kind: Kind, facts: Mapping[str, str], money: Money | None) -> None:
    allowed = {fact.code: fact for fact in kind.amendable}
    changed = dict(approval.facts)
    for code, written in facts.items():
        fact = allowed.get(code)
        if fact is None or fact.amend is None:
            raise Refused(
                f"“{code}” cannot be changed by a reviewer. Refuse it and say what to ask for.", field=code
            )
        if str(changed.get(code, "")) != written:
            changed[code] = _read(fact.amend, written, code)
    if money is not None and money != approval.money:
        _change_money(approval, kind, money)
        if kind.money_fact:
            changed[kind.money_fact] = str(money)
    approval.facts = plain(changed)
    approval.facts_hash = rules.facts_hash(
        kind=approval.kind, subject_id=approval.subject_id, facts=approval.facts, money=approval.money
    )


def _read(validator: Any, written: str, code: str) -> str:
    try:
        return str(validator(written))
    except InvalidInput as fault:
        raise InvalidInput(fault.message, field=code) from fault


def _change_money(approval: Approval, kind: Kind, money: Money) -> None:
    was = approval.money
    if kind.money == "never" or was is None:
        raise Refused(
            "The amount of this cannot be changed. Refuse it and say what to ask for.", field="amount"
        )
    if money.currency != was.currency:
        raise Refused(f"The currency stays {was.currency}.", field="amount")
    if money.amount_minor <= 0:
        raise InvalidInput("The amount must be more than zero.", field="amount")
    if kind.money == "less" and money > was:
        raise Refused(
            f"It can be made less than {was}, not more: more is not reserved. Ask anew for more.",
            field="amount",
        )
    approval.amount_minor, approval.broker_minor = money.amount_minor, rates.in_broker_currency(money)


def _keep(
    approval: Approval, kind: Kind, acting: Acting, note: str, before: dict[str, Any], hash_before: str
) -> None:
    Amendment.objects.create(
        approval=approval,
        by=acting.member.user,
        person_id=acting.member.user.person_id,
        makes_maker=kind.maker_on_amend,
        note=note,
        before=before,
        after=snapshot(approval),
        hash_before=hash_before,
        hash_after=approval.facts_hash,
        at=clock.now(),
    )


def _restart(approval: Approval) -> None:
    close_all(approval, clock.now())
    Decision.objects.filter(approval=approval, is_void=False).update(is_void=True)
    approval.round += 1
    approval.save(update_fields=["title", "facts", "facts_hash", "amount_minor", "broker_minor", "round"])
    begin_round(approval)
    announce("approval.amended", approval, outcome="")
    note(approval, "amended", f"Changed before approval: {approval.title}")
