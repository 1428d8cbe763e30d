"""Verbs on views, segments and a member's own choice."""

import re
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, Denied, InvalidInput
from tenants.staff.models import Member

from .models import Audience, Preference, Segment, Shared, View
from .registry import definition_of
from .selectors import condition, expanded, segment_for, view_for


def save_view(
    *,
    by: Member,
    list_code: str,
    name: str,
    document: Any,
    sort: str = "",
    columns: Sequence[str] = (),
    audience: str = Audience.PRIVATE,
    audience_ids: Sequence[str] = (),
    view_id: uuid.UUID | None = None,
) -> View:
    """A new view, or the changed one of that id. Raises InvalidInput, Denied, Conflict on a name that is taken."""
    definition = definition_of(list_code)
    condition(definition, by, document)
    view = _owned(view_for(by, list_code, view_id), by) if view_id else View(list_code=list_code, owner=by)
    known = [column.code for column in definition.columns]
    view.sort = sort if sort.lstrip("-") in known else ""
    view.columns = [code for code in columns if code in known]
    _keep(view, by, name, document, audience, audience_ids)
    return view


def save_segment(
    *,
    by: Member,
    list_code: str,
    name: str,
    document: Any,
    audience: str = Audience.PRIVATE,
    audience_ids: Sequence[str] = (),
    segment_id: uuid.UUID | None = None,
) -> Segment:
    if not document:
        raise InvalidInput(
            "A segment needs at least one condition: everybody is not a segment.", field="document"
        )
    segment = (
        _owned(segment_for(by, segment_id), by) if segment_id else Segment(list_code=list_code, owner=by)
    )
    definition = definition_of(segment.list_code)
    expanded(definition, by, document, inside=(segment_id,) if segment_id else ())
    condition(definition, by, document)
    _keep(segment, by, name, document, audience, audience_ids)
    return segment


def forget_view(*, by: Member, list_code: str, view_id: uuid.UUID) -> None:
    _owned(view_for(by, list_code, view_id), by).delete()


@transaction.atomic
def forget_segment(*, by: Member, segment_id: uuid.UUID) -> None:
    """Refused while a view or another segment asks for it: they would silently show everybody."""
    segment = _owned(segment_for(by, segment_id), by)
    for kind in (View, Segment):
        for kept in kind.objects.filter(list_code=segment.list_code).exclude(id=segment.id):
            if _names(kept.document, str(segment.id)):
                raise Conflict(
                    f"“{kept.name}” uses this segment. Nothing was deleted; change that one first."
                )
    segment.delete()


def choose_columns(*, by: Member, list_code: str, columns: Sequence[str]) -> None:
    """What the member sees from now on; none: the list's own choice again."""
    known = {column.code for column in definition_of(list_code).columns}
    kept = [code for code in dict.fromkeys(columns) if code in known]
    Preference.objects.update_or_create(member=by, list_code=list_code, defaults={"columns": kept})


def choose_default_view(*, by: Member, list_code: str, view_id: uuid.UUID | None) -> None:
    view = view_for(by, list_code, view_id) if view_id else None
    Preference.objects.update_or_create(member=by, list_code=list_code, defaults={"default_view": view})


def _keep(
    kept: Shared, by: Member, name: str, document: Any, audience: str, audience_ids: Sequence[str]
) -> None:
    kept.name = re.sub(r"\s+", " ", name).strip()[:80]
    if not kept.name:
        raise InvalidInput("Give it a name.", field="name")
    if audience not in Audience.values:
        raise InvalidInput(
            "It is for you alone, for some roles, for some desks, or for everybody.", field="audience"
        )
    if audience != Audience.PRIVATE and not by.allows("views.share"):
        raise Denied("Your role does not share views. It can be kept for yourself.", field="audience")
    if audience in {Audience.ROLES, Audience.DESKS} and not audience_ids:
        raise InvalidInput("Choose with whom it is shared.", field="audience_ids")
    kept.document, kept.audience, kept.changed_at = document or {}, audience, clock.now()
    kept.audience_ids = [str(one)[:80] for one in audience_ids][:50]
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        raise Conflict(
            f"You have one named “{kept.name}” already. Choose another name.", field="name"
        ) from None


def _owned(kept: Any, by: Member) -> Any:
    if kept.owner_id != by.id:
        raise Denied(f"“{kept.name}” belongs to {kept.owner}. Save it under another name to have your own.")
    return kept


def _names(document: Any, segment_id: str) -> bool:
    if isinstance(document, list):
        return any(_names(one, segment_id) for one in document)
    if not isinstance(document, dict):
        return False
    if document.get("field") == "segment":
        return segment_id in str(document)
    return any(_names(inside, segment_id) for inside in document.values())
