"""Leads: those in scope of the staff member whose key it is; created as a form on the broker's site would, assigned, spoken to."""

import uuid
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotency import HEADER, once
from api.resource import Resource
from api.viewer import Viewer
from atrium.kernel.errors import InvalidInput
from tenants.leads import selectors, services
from tenants.leads.models import Lead
from tenants.leads.types import ANYBODY
from tenants.staff.masking import shown
from tenants.staff.models import Member
from tenants.staff.selectors import member as colleague

_MASKED = {
    "email": "email",
    "phone": "phone",
    "country": "country",
    "birth_date": "birth_date",
    "national_id": "document",
}
_CHANNELS = sorted(services.CHANNELS)


class LeadBody(serializers.Serializer[Lead]):
    id = serializers.UUIDField()
    number = serializers.IntegerField(help_text="The broker's own number of the lead.")
    name = serializers.CharField()
    email = serializers.CharField(help_text="Fields that your role masks are masked.")
    phone = serializers.CharField(help_text="E.164.")
    country = serializers.CharField(help_text="ISO 3166-1 alpha-2, or empty.")
    language = serializers.CharField()
    birth_date = serializers.CharField(allow_null=True)
    national_id = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # a field of that name, not whose it is
    referral_code = serializers.CharField()
    status = serializers.ChoiceField(choices=Lead.Status.values)
    score = serializers.IntegerField()
    assigned_to = serializers.UUIDField(
        source="assigned_to_id", allow_null=True, help_text="Its manager; null: it lies in a pool."
    )
    assigned_because = serializers.CharField(help_text="Why, in words.")
    desk = serializers.CharField(source="desk.name", default=None, allow_null=True)
    protected_until = serializers.DateTimeField(allow_null=True)
    last_contact_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()

    def to_representation(self, instance: Lead) -> dict[str, Any]:
        body, member = super().to_representation(instance), self.context["view"].viewer.member
        for field, mask in _MASKED.items():
            how = member.authority.mask(mask)
            body[field] = shown(body[field], how, mask) if how and body[field] else body[field]
        return body


class NewLead(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=160)
    email = serializers.EmailField(required=False, default="", allow_blank=True)
    phone = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=40, help_text="As people write it."
    )
    country = serializers.RegexField(r"^[A-Za-z]{2}$", required=False, default="", allow_blank=True)
    language = serializers.CharField(required=False, default="", allow_blank=True, max_length=10)
    source = serializers.SlugField(required=False, default="api", max_length=40)  # type: ignore[assignment]
    referral_code = serializers.CharField(required=False, default="", allow_blank=True, max_length=40)
    campaign = serializers.DictField(
        child=serializers.CharField(max_length=200, allow_blank=True),
        required=False,
        default=dict,
        help_text="UTM and click ids as they came.",
    )


class NewAssignment(serializers.Serializer[Any]):
    member_id = serializers.UUIDField(
        allow_null=True, help_text="Its new manager; null: back to its desk's pool."
    )
    reason = serializers.CharField(max_length=200)
    expected_member_id = serializers.UUIDField(
        required=False, allow_null=True, help_text="Who has it as far as you know; if not any more, 409."
    )


class NewContact(serializers.Serializer[Any]):
    channel = serializers.ChoiceField(choices=_CHANNELS)
    text = serializers.CharField(required=False, default="", allow_blank=True, max_length=2000)
    at = serializers.DateTimeField(required=False, default=None, allow_null=True)


class ContactBody(serializers.Serializer[Any]):
    lead_id = serializers.UUIDField()
    renewed = serializers.BooleanField(help_text="Whether the lead's protection runs anew by it.")


def _member(viewer: Viewer, codename: str) -> Member:
    viewer.must_be("staff")
    return viewer.permitted(codename)


@extend_schema_view(
    get=extend_schema(
        operation_id="leads_list",
        summary="Leads in scope, newest first",
        tags=["leads"],
        parameters=[
            OpenApiParameter("status", str, enum=Lead.Status.values, description="Only of this status."),
            OpenApiParameter(
                "assigned", str, enum=["me", "nobody"], description="Only mine, or only the pool."
            ),
        ],
    )
)
class Leads(Resource, ListAPIView[Any]):
    scopes: ClassVar = {"GET": "leads:read", "POST": "leads:write"}
    serializer_class = LeadBody

    def get_queryset(self) -> QuerySet[Lead]:
        member = _member(self.viewer, "leads.view")
        found, asked = selectors.leads_for(member), self.request.query_params
        if asked.get("status"):
            found = found.filter(status=asked["status"])
        if asked.get("assigned") in {"me", "nobody"}:
            found = found.filter(assigned_to=member if asked["assigned"] == "me" else None)
        return found

    @extend_schema(
        operation_id="leads_create",
        summary="Create a lead",
        description="The assignment rules give it to somebody at once and say why.",
        tags=["leads"],
        parameters=[HEADER],
        request=NewLead,
        responses={201: LeadBody},
    )
    def post(self, request: Request) -> Response:
        _member(self.viewer, "leads.edit")
        facts = self.body(NewLead)
        if not facts["email"] and not facts["phone"]:
            raise InvalidInput("An e-mail or a phone number is needed.", field="email")

        def work(key: str) -> tuple[int, Any]:
            lead = services.create_lead(**facts, origin_key=f"api:{key}"[:100])
            return 201, LeadBody(lead, context={"view": self}).data

        return once(self, "leads_create", work)


@extend_schema_view(get=extend_schema(operation_id="leads_get", summary="One lead", tags=["leads"]))
class OneLead(Resource, RetrieveAPIView[Any]):
    scopes: ClassVar = {"GET": "leads:read"}
    serializer_class = LeadBody

    def get_object(self) -> Lead:
        return selectors.lead_for(_member(self.viewer, "leads.view"), self.one())


class Assignment(Resource):
    scopes: ClassVar = {"POST": "leads:write"}
    serializer_class = LeadBody

    @extend_schema(
        operation_id="leads_assign",
        summary="Give a lead to somebody, or back to the pool",
        tags=["leads"],
        request=NewAssignment,
        responses={200: LeadBody},
    )
    def post(self, request: Request, id: uuid.UUID) -> Response:
        lead = selectors.lead_for(_member(self.viewer, "leads.assign"), self.one(), "leads.assign")
        asked = self.body(NewAssignment)
        to = _colleague(asked["member_id"]) if asked["member_id"] else None
        expected = asked.get("expected_member_id", ANYBODY)
        given = services.assign_lead(
            lead_id=lead.id, member=to, reason=asked["reason"], expected_member=expected
        )
        return Response(LeadBody(given, context={"view": self}).data)


class Contacts(Resource):
    scopes: ClassVar = {"POST": "leads:write"}
    serializer_class = ContactBody

    @extend_schema(
        operation_id="leads_contact",
        summary="Note that somebody spoke to a lead",
        description="Its manager's contact renews the protection.",
        tags=["leads"],
        parameters=[HEADER],
        request=NewContact,
        responses={201: ContactBody},
    )
    def post(self, request: Request, id: uuid.UUID) -> Response:
        member = _member(self.viewer, "leads.edit")
        lead, asked = selectors.lead_for(member, self.one(), "leads.edit"), self.body(NewContact)

        def work(key: str) -> tuple[int, Any]:
            noted = services.note_contact(lead_id=lead.id, by=member, key=f"api:{key}", **asked)
            return 201, ContactBody(noted).data

        return once(self, f"leads_contact:{lead.id}", work)


def _colleague(member_id: uuid.UUID) -> Member:
    found = colleague(member_id)
    if found is None:
        raise InvalidInput("There is no such colleague.", field="member_id")
    return found
