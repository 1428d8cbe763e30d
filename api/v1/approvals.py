"""Requests that wait for approval: the same queue, sight and rules as in the console."""

import uuid
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotency import HEADER, once
from api.resource import MoneyField, Resource
from api.viewer import Viewer
from atrium.kernel.errors import InvalidInput
from tenants.approvals import selectors, services
from tenants.approvals.kinds import kind_of
from tenants.approvals.models import Approval, Step
from tenants.staff.masking import shown
from tenants.staff.models import Member

VIEW = "approvals.view"
WHICH = {
    "waiting_for_me": selectors.waiting_for,
    "pending": selectors.queue_for,
    "overdue": selectors.overdue_for,
    "decided": selectors.decided_for,
    "asked_by_me": selectors.asked_by,
    "all": selectors.visible_to,
}


class StepBody(serializers.Serializer[Step]):
    place = serializers.IntegerField()
    who = serializers.ChoiceField(choices=["permission", "role", "leader"])
    permission = serializers.CharField()
    role = serializers.CharField(source="role_name")
    people = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Step.State.values)
    due_at = serializers.DateTimeField(allow_null=True)
    escalated_at = serializers.DateTimeField(allow_null=True)


class ApprovalBody(serializers.Serializer[Approval]):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=Approval.State.values)
    money = MoneyField(allow_null=True)
    facts = serializers.SerializerMethodField(
        help_text="What is asked, by name. Fields that your role masks are masked."
    )
    facts_hash = serializers.CharField(
        help_text="Send it with a decision: it decides exactly what was read here."
    )
    client_id = serializers.UUIDField(allow_null=True)
    desk_id = serializers.UUIDField(allow_null=True)
    requested_by = serializers.CharField(source="requester")
    requested_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    applied = serializers.BooleanField(
        allow_null=True, help_text="Whether it was carried out; null: not yet."
    )
    result = serializers.CharField()

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
    def get_facts(self, approval: Approval) -> dict[str, str]:
        member: Member = self.context["view"].viewer.member
        kind = kind_of(approval.kind)
        masks = {fact.code: fact.mask for fact in kind.facts if fact.mask}
        hidden = {fact.code for fact in kind.facts if fact.type == "hidden"}
        return {
            code: shown(value, member.authority.mask(mask), mask)
            if (mask := masks.get(_plain(code), ""))
            else str(value)
            for code, value in approval.facts.items()
            if code not in hidden
        }


class OneApprovalBody(ApprovalBody):
    steps = serializers.SerializerMethodField()

    @extend_schema_field(StepBody(many=True))
    def get_steps(self, approval: Approval) -> Any:
        return [StepBody(step).data for step in selectors.steps_of(approval)]


class ApprovalDecision(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(choices=["approved", "refused"])
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=1000)
    facts_hash = serializers.CharField(
        max_length=64, help_text="As read: what was amended since is not decided."
    )


def _plain(code: str) -> str:
    return code.removesuffix("_was")


def member_of(viewer: Viewer) -> Member:
    viewer.must_be("staff")
    return viewer.permitted(VIEW)


class Approvals(Resource, ListAPIView[Any]):
    scopes: ClassVar = {"GET": "approvals:read"}
    serializer_class = ApprovalBody
    ordering = ("-requested_at", "-id")

    def get_queryset(self) -> QuerySet[Approval]:
        member = member_of(self.viewer)
        which = self.request.query_params.get("which", "pending")
        if which not in WHICH:
            raise InvalidInput(f"“which” is one of {', '.join(WHICH)}.", field="which")
        return WHICH[which](member.user)

    @extend_schema(
        operation_id="approvals_list",
        summary="Requests in sight, newest first",
        tags=["approvals"],
        parameters=[
            OpenApiParameter(
                "which", OpenApiTypes.STR, enum=list(WHICH), description="Which of them; pending if not said."
            )
        ],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class OneApproval(Resource, RetrieveAPIView[Any]):
    scopes: ClassVar = {"GET": "approvals:read"}
    serializer_class = OneApprovalBody

    def get_object(self) -> Approval:
        return selectors.approval_for(member_of(self.viewer).user, self.one())

    @extend_schema(operation_id="approvals_get", summary="One request with its steps", tags=["approvals"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class DecideApproval(Resource):
    scopes: ClassVar = {"POST": "approvals:decide"}
    serializer_class = OneApprovalBody

    @extend_schema(
        operation_id="approvals_decide",
        summary="Approve or refuse the step that waits",
        description="Somebody else's request, within your permission and limit. The last step's approval carries it out.",
        tags=["approvals"],
        parameters=[HEADER],
        request=ApprovalDecision,
        responses={200: OneApprovalBody},
    )
    def post(self, request: Request, id: uuid.UUID) -> Response:
        member = member_of(self.viewer)
        approval = selectors.approval_for(member.user, id)
        asked = self.body(ApprovalDecision)

        def work(_: str) -> tuple[int, Any]:
            services.decide(approval_id=approval.id, by=member.user_id, **asked)
            after = selectors.approval_for(member.user, approval.id)
            return 200, OneApprovalBody(after, context={"view": self}).data

        return once(self, "approvals_decide", work)
