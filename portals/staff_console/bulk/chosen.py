"""What a list page sends: the rows that were ticked, or all that fit its filter. The list is asked again, never believed."""

import json
import uuid
from typing import Any

from django.http import HttpRequest, QueryDict

from atrium.kernel.errors import InvalidInput, NotFound
from tenants.jobs import services
from tenants.jobs.models import Selection
from tenants.jobs.rules import MOST_SELECTED
from tenants.lists.registry import definition_of
from tenants.lists.selectors import selected
from tenants.lists.types import ListDefinition
from tenants.staff.models import Member

EVERY = ("1", "on", "true", "yes", "all")


def selection_of(request: HttpRequest, member: Member, list_code: str) -> Selection:
    """Frozen now: ids in the member's scope."""
    definition = list_for(member, list_code)
    asked = request.POST
    document = document_of(asked.get("document", ""))
    if asked.get("everything", "") in EVERY:
        rows = selected(definition, member, document=document, text=asked.get("text", ""))
    else:
        rows = selected(definition, member, ids=_ids(asked))
    found = rows.order_by("pk").values_list("pk", flat=True)[: MOST_SELECTED + 1]
    return services.freeze(list_code=list_code, ids=found, by=member.user, document=document)


def list_for(member: Member, list_code: str) -> ListDefinition:
    """A list that one may not see has no rows to export or change either."""
    definition = definition_of(list_code)
    if definition.permission and not member.allows(definition.permission):
        raise NotFound("This page does not exist, or it is not yours to see.")
    return definition


def document_of(written: str) -> Any:
    try:
        return json.loads(written or "{}")
    except ValueError:
        raise InvalidInput("The filter cannot be read. Open the list again; nothing was changed.") from None


def _ids(asked: QueryDict) -> list[uuid.UUID]:
    written = [one for value in asked.getlist("ids") for one in value.split(",") if one]
    try:
        return [uuid.UUID(one) for one in written]
    except ValueError:
        raise InvalidInput(
            "The selection cannot be read. Select the rows again; nothing was changed."
        ) from None
