"""What can be done to many people at once, from the lists of leads and of clients. Rows of both are leads.

Each `…(member, ids, values)` runs in the transaction of one chunk and says of every id what became of it.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from atrium.kernel.errors import InvalidInput, Refused
from tenants.jobs.types import Applied
from tenants.leads.models import Lead
from tenants.leads.selectors import visible_ids
from tenants.leads.services import reassign_many
from tenants.leads.services.moving import change_desk, move
from tenants.staff.models import Desk, Member
from tenants.staff.selectors import member as member_by_id
from tenants.work.models import Tag, Tagged
from tenants.work.services import create_task, put_tag, take_tag
from tenants.work.types import Subject

NOT_YOURS: Final = "Not yours to change (any more)."
Ids = Sequence[uuid.UUID]
Values = Mapping[str, Any]


def check_reassign(member: Member, values: Values) -> None:
    to = _member(values)
    if not to.user.is_active or not to.allows("leads.view"):
        raise Refused(f"{to} has no role now that sees leads. Choose somebody else; nothing was changed.")
    if not str(values.get("reason", "")).strip():
        raise InvalidInput("Say why; it stands in each timeline.", field="reason")


def reassign(member: Member, ids: Ids, values: Values) -> Applied:
    return _moved(member, ids, to=_member(values), desk=None, reason=str(values["reason"]))


def check_pool(member: Member, values: Values) -> None:
    if not str(values.get("reason", "")).strip():
        raise InvalidInput("Say why; it stands in each timeline.", field="reason")


def check_desk(member: Member, values: Values) -> None:
    if _desk(values) is None:
        raise InvalidInput("Choose the desk.", field="desk_id")
    check_pool(member, values)


def to_desk(member: Member, ids: Ids, values: Values) -> Applied:
    """Another desk; whoever manages each goes on managing it."""
    desk = _desk(values)
    if desk is None:
        raise Refused("That desk is gone. Nothing more was changed; choose another one.")
    allowed = set(visible_ids(member, ids, "leads.assign"))
    before = dict(Lead.objects.filter(id__in=allowed).values_list("id", "desk_id"))
    moved = set(change_desk(sorted(allowed), desk=desk, because=str(values["reason"])))
    versions = dict(Lead.objects.filter(id__in=moved).values_list("id", "version"))
    changed = {
        lead_id: {"desk": str(before[lead_id] or ""), "version": versions[lead_id]}
        for lead_id in ids
        if lead_id in moved
    }
    left = {
        lead_id: f"At {desk} already." if lead_id in allowed else NOT_YOURS
        for lead_id in ids
        if lead_id not in moved
    }
    return Applied(changed, left)


def desk_back(member: Member, before: Mapping[uuid.UUID, dict[str, Any]], values: Values) -> Applied:
    back = _untouched(member, before)
    groups: dict[str, list[uuid.UUID]] = defaultdict(list)
    for lead_id in back:
        groups[before[lead_id]["desk"]].append(lead_id)
    for desk_id, ids in groups.items():
        change_desk(ids, desk=_desk({"desk_id": desk_id}), because="Taken back")
    return _taken_back(before, back)


def send_to_pool(member: Member, ids: Ids, values: Values) -> Applied:
    return _moved(member, ids, to=None, desk=_desk(values), reason=str(values["reason"]))


def _moved(member: Member, ids: Ids, *, to: Member | None, desk: Desk | None, reason: str) -> Applied:
    allowed = set(visible_ids(member, ids, "leads.assign"))
    before = {lead.id: lead for lead in Lead.objects.filter(id__in=allowed)}
    reassign_many(sorted(allowed), to=to, by=member, reason=reason, desk=desk)
    after = dict(Lead.objects.filter(id__in=allowed).values_list("id", "version"))
    changed, refused = {}, {}
    for lead_id in ids:
        old = before.get(lead_id)
        if old is None:
            refused[lead_id] = NOT_YOURS
        elif after.get(lead_id) == old.version:
            refused[lead_id] = f"Already with {to}." if to else "In that pool already."
        else:
            changed[lead_id] = {
                "member": str(old.assigned_to_id or ""),
                "desk": str(old.desk_id or ""),
                "version": after[lead_id],
            }
    return Applied(changed, refused)


def move_back(member: Member, before: Mapping[uuid.UUID, dict[str, Any]], values: Values) -> Applied:
    """To whom each had it, unless somebody has changed the lead since."""
    back = _untouched(member, before)
    groups: dict[tuple[str, str], list[uuid.UUID]] = defaultdict(list)
    for lead_id in back:
        groups[before[lead_id]["member"], before[lead_id]["desk"]].append(lead_id)
    for (member_id, desk_id), ids in groups.items():
        to = member_by_id(uuid.UUID(member_id)) if member_id else None
        move(ids, to=to, desk=_desk({"desk_id": desk_id}), because="Taken back")
    return _taken_back(before, back)


def _untouched(member: Member, before: Mapping[uuid.UUID, dict[str, Any]]) -> list[uuid.UUID]:
    allowed = set(visible_ids(member, before, "leads.assign"))
    now = dict(Lead.objects.filter(id__in=allowed).values_list("id", "version"))
    return [lead_id for lead_id, was in before.items() if now.get(lead_id) == was.get("version")]


def _taken_back(before: Mapping[uuid.UUID, dict[str, Any]], back: Ids) -> Applied:
    left = {
        lead_id: "Changed by somebody since; it stays as it is now."
        for lead_id in before
        if lead_id not in back
    }
    return Applied({lead_id: {} for lead_id in back}, left)


def check_tag(member: Member, values: Values) -> None:
    _tag(values)


def add_tag(member: Member, ids: Ids, values: Values) -> Applied:
    tag = _tag(values)
    return _tagged(member, ids, tag, wanted=False, verb=put_tag, why=f"Tagged “{tag.name}” already.")


def remove_tag(member: Member, ids: Ids, values: Values) -> Applied:
    tag = _tag(values)
    return _tagged(member, ids, tag, wanted=True, verb=take_tag, why=f"Not tagged “{tag.name}”.")


def _tagged(member: Member, ids: Ids, tag: Tag, *, wanted: bool, verb: Any, why: str) -> Applied:
    allowed = set(visible_ids(member, ids, "leads.edit"))
    has = set(Tagged.objects.filter(tag=tag, subject_id__in=allowed).values_list("subject_id", flat=True))
    changed: dict[uuid.UUID, dict[str, Any]] = {}
    refused: dict[uuid.UUID, str] = {}
    for lead_id in ids:
        if lead_id not in allowed:
            refused[lead_id] = NOT_YOURS
        elif (lead_id in has) is not wanted:
            refused[lead_id] = why
        else:
            verb(tag_id=tag.id, subject=Subject("lead", lead_id))
            changed[lead_id] = {"tag": str(tag.id)}
    return Applied(changed, refused)


def untag(member: Member, before: Mapping[uuid.UUID, dict[str, Any]], values: Values) -> Applied:
    return remove_tag(member, list(before), values)


def retag(member: Member, before: Mapping[uuid.UUID, dict[str, Any]], values: Values) -> Applied:
    return add_tag(member, list(before), values)


def check_task(member: Member, values: Values) -> None:
    if not str(values.get("title", "")).strip():
        raise InvalidInput("Say what is to be done.", field="title")
    if values.get("owner") not in {"manager", "me"}:
        raise InvalidInput("Say who is to do it.", field="owner")


def give_tasks(member: Member, ids: Ids, values: Values) -> Applied:
    """One task a person, for its manager or for oneself."""
    allowed = set(visible_ids(member, ids))
    leads = {
        lead.id: lead for lead in Lead.objects.select_related("assigned_to__user").filter(id__in=allowed)
    }
    due = datetime.fromisoformat(values["due"]) if values.get("due") else None
    changed: dict[uuid.UUID, dict[str, Any]] = {}
    refused: dict[uuid.UUID, str] = {}
    for lead_id in ids:
        lead = leads.get(lead_id)
        owner = (
            member.user if values["owner"] == "me" else lead and lead.assigned_to and lead.assigned_to.user
        )
        if lead is None:
            refused[lead_id] = NOT_YOURS
        elif not owner:
            refused[lead_id] = "Nobody has it, so nobody can be given the task."
        else:
            create_task(
                title=values["title"],
                owner=owner,
                by=member.user,
                subject=Subject("lead", lead_id),
                due_at=due,
            )
            changed[lead_id] = {}
    return Applied(changed, refused)


def _member(values: Values) -> Member:
    found = member_by_id(uuid.UUID(values["member_id"])) if values.get("member_id") else None
    if found is None:
        raise InvalidInput("Choose a colleague.", field="member_id")
    return found


def _desk(values: Values) -> Desk | None:
    return Desk.objects.filter(id=values["desk_id"]).first() if values.get("desk_id") else None


def _tag(values: Values) -> Tag:
    found = Tag.objects.filter(id=values["tag_id"]).first() if values.get("tag_id") else None
    if found is None:
        raise InvalidInput("Choose a tag.", field="tag_id")
    return found
