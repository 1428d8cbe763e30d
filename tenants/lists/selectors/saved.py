"""Saved views and segments: one's own, and those shared with one's roles, one's desks or everybody."""

import uuid
from typing import TypeVar

from django.db.models import Q, QuerySet

from atrium.kernel.errors import NotFound
from tenants.staff.models import Member

from ..models import Audience, Preference, Segment, Shared, View

Kept = TypeVar("Kept", bound=Shared)


def views_for(member: Member, list_code: str) -> QuerySet[View]:
    return _shared(View.objects.filter(list_code=list_code), member)


def names_of_views(member: Member, list_code: str) -> list[View]:
    """For the menu of a list: their names, and whether they are shared."""
    shared = _shared(View.objects.filter(list_code=list_code), member).select_related(None)
    return list(shared.only("id", "name", "audience"))


def segments_for(member: Member, list_code: str = "") -> QuerySet[Segment]:
    rows = Segment.objects.filter(list_code=list_code) if list_code else Segment.objects.all()
    return _shared(rows, member)


def view_for(member: Member, list_code: str, view_id: str | uuid.UUID) -> View:
    return _one(views_for(member, list_code), view_id, "There is no such view, or it is not shared with you.")


def segment_for(member: Member, segment_id: str | uuid.UUID) -> Segment:
    return _one(segments_for(member), segment_id, "There is no such segment, or it is not shared with you.")


def preference_of(member: Member, list_code: str) -> Preference | None:
    kept = Preference.objects.select_related("default_view")
    return kept.filter(member=member, list_code=list_code).first()


def default_view(member: Member, preference: Preference | None) -> View | None:
    """The member's own choice, as long as it is still shared with them."""
    view = preference.default_view if preference else None
    if view is None or not _shared(View.objects.filter(id=view.id), member).exists():
        return None
    return view


def _shared(rows: QuerySet[Kept], member: Member) -> QuerySet[Kept]:
    grants = member.authority.grants
    reached = Q(owner_id=member.id) | Q(audience=Audience.EVERYBODY)
    for role in {grant.role for grant in grants}:
        reached |= Q(audience=Audience.ROLES, audience_ids__contains=role)
    for desk in {str(desk) for grant in grants for desk in grant.desk_ids} | {str(member.desk_id or "")}:
        if desk:
            reached |= Q(audience=Audience.DESKS, audience_ids__contains=desk)
    return rows.filter(reached).select_related("owner__user").order_by("name", "id")


def _one(rows: QuerySet[Kept], wanted: str | uuid.UUID, why: str) -> Kept:
    try:
        found = rows.filter(id=uuid.UUID(str(wanted))).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound(why)
    return found
