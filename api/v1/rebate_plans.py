"""Plans, what they were tried with, periods computed again: for staff. Disputes: for staff, and for the partner who asks."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotency import HEADER, once
from api.resource import Resource
from atrium.kernel.errors import NotFound
from tenants.rebates import selectors
from tenants.rebates.models import Dispute, Plan, Recalculation, WhatIf
from tenants.rebates.services import disputes, drafting, plans


class PlanBody(serializers.Serializer[Plan]):
    id = serializers.UUIDField()
    code = serializers.CharField()
    version = serializers.IntegerField()
    name = serializers.CharField()
    state = serializers.CharField(
        help_text="draft, simulated, pending, shadow, published, or superseded once another version has taken over."
    )
    valid_from = serializers.DateTimeField(allow_null=True)
    valid_to = serializers.DateTimeField(allow_null=True)
    document = serializers.JSONField(help_text="As in a scenario document, without id and dates.")
    created_at = serializers.DateTimeField()


class NewPlan(serializers.Serializer[Any]):
    code = serializers.SlugField(max_length=40, help_text="Of a plan that there is: its next version.")
    name = serializers.CharField(max_length=120)
    document = serializers.JSONField()


class PlanToExamine(serializers.Serializer[Any]):
    document = serializers.JSONField()
    code = serializers.SlugField(max_length=40, required=False, default="new-plan")


class FaultBody(serializers.Serializer[Any]):
    path = serializers.CharField()
    message = serializers.CharField()


class AdviceBody(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=["gap", "overlap", "shares", "margin", "unmapped"])
    code = serializers.CharField()
    path = serializers.CharField()
    values = serializers.DictField(child=serializers.CharField())


class ExaminedBody(serializers.Serializer[Any]):
    faults = FaultBody(many=True)
    advice = AdviceBody(many=True)


class WhatIfBody(serializers.Serializer[WhatIf]):
    id = serializers.UUIDField()
    plan_id = serializers.UUIDField()
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=WhatIf.State.values)
    currency = serializers.CharField()
    deals = serializers.IntegerField()
    left_out = serializers.IntegerField(help_text="Deals that lack something; they are in no sum.")
    revenue = serializers.DecimalField(max_digits=38, decimal_places=10, normalize_output=True)
    cost = serializers.DecimalField(max_digits=38, decimal_places=10, normalize_output=True)
    cost_before = serializers.DecimalField(max_digits=38, decimal_places=10, normalize_output=True)
    margin = serializers.DecimalField(max_digits=38, decimal_places=10, normalize_output=True)
    created_at = serializers.DateTimeField()


class CellBody(serializers.Serializer[Any]):
    by = serializers.ChoiceField(choices=["group", "symbol", "cross", "partner"])
    key = serializers.CharField(help_text="A group, a symbol, both, or a partner's number.")
    deals = serializers.IntegerField()
    lots = serializers.DecimalField(max_digits=28, decimal_places=10, normalize_output=True)
    revenue = serializers.DecimalField(max_digits=38, decimal_places=10, normalize_output=True)
    cost = serializers.DecimalField(max_digits=38, decimal_places=10, normalize_output=True)
    cost_before = serializers.DecimalField(max_digits=38, decimal_places=10, normalize_output=True)
    margin = serializers.DecimalField(max_digits=38, decimal_places=10, normalize_output=True)


class WhatIfInFullBody(WhatIfBody):
    cells = CellBody(many=True, source="cells.all")


class RecalculationBody(serializers.Serializer[Recalculation]):
    id = serializers.UUIDField()
    number = serializers.IntegerField()
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    reason = serializers.CharField()
    state = serializers.ChoiceField(choices=Recalculation.State.values)
    deals = serializers.IntegerField()
    lines = serializers.IntegerField(help_text="Lines that differ.")
    approval_id = serializers.UUIDField(allow_null=True)
    result = serializers.CharField()
    created_at = serializers.DateTimeField()


class DisputeBody(serializers.Serializer[Dispute]):
    id = serializers.UUIDField()
    number = serializers.IntegerField()
    line_id = serializers.IntegerField()
    partner_id = serializers.UUIDField()
    text = serializers.CharField()
    state = serializers.ChoiceField(choices=Dispute.State.values)
    answer = serializers.CharField()
    opened_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)


class NewDispute(serializers.Serializer[Any]):
    line_id = serializers.IntegerField(min_value=1)
    text = serializers.CharField(max_length=1000)


class Plans(Resource, ListAPIView[Any]):
    scopes: ClassVar = {"GET": "rebates:read", "POST": "rebates:write"}
    ordering = ("-created_at", "-id")
    serializer_class = PlanBody

    def get_queryset(self) -> QuerySet[Plan]:
        self.viewer.must_be("staff")
        self.viewer.permitted("partners.view")
        return selectors.plans().order_by("-created_at", "-id")

    @extend_schema(operation_id="rebate_plans_list", summary="Rebate plans, newest first", tags=["rebates"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="rebate_plans_draft",
        summary="Draft a plan, or the next version of one",
        description="It pays nothing until a second person has agreed to it in the console.",
        tags=["rebates"],
        parameters=[HEADER],
        request=NewPlan,
        responses={201: PlanBody},
    )
    def post(self, request: Request) -> Response:
        self.viewer.must_be("staff")
        self.viewer.permitted("rebates.manage")
        asked = self.body(NewPlan)

        def work(key: str) -> tuple[int, Any]:
            plan = plans.draft_plan(code=asked["code"], name=asked["name"], document=asked["document"])
            return 201, PlanBody(plan).data

        return once(self, "rebate_plans_draft", work)


@extend_schema_view(
    get=extend_schema(operation_id="rebate_plans_get", summary="One rebate plan", tags=["rebates"])
)
class OnePlan(Resource, RetrieveAPIView[Any]):
    scopes: ClassVar = {"GET": "rebates:read"}
    serializer_class = PlanBody

    def get_object(self) -> Plan:
        self.viewer.must_be("staff")
        self.viewer.permitted("partners.view")
        return plans.of(self.one())


class Examine(Resource):
    scopes: ClassVar = {"POST": "rebates:read"}

    @extend_schema(
        operation_id="rebate_plans_examine",
        summary="What is wrong with a plan, and what to look at twice",
        description="Nothing is saved. Faults are those of the engine, by field path; advice is what the plan editor shows.",
        tags=["rebates"],
        request=PlanToExamine,
        responses={200: ExaminedBody},
    )
    def post(self, request: Request) -> Response:
        self.viewer.must_be("staff")
        self.viewer.permitted("rebates.manage")
        asked = self.body(PlanToExamine)
        document = asked["document"] if isinstance(asked["document"], dict) else {}
        return Response(ExaminedBody(drafting.examine(document, code=asked["code"])).data)


@extend_schema_view(
    get=extend_schema(
        operation_id="rebate_what_ifs_list", summary="Drafts tried on the past", tags=["rebates"]
    )
)
class WhatIfs(Resource, ListAPIView[Any]):
    scopes: ClassVar = {"GET": "rebates:read"}
    ordering = ("-created_at", "-id")
    serializer_class = WhatIfBody

    def get_queryset(self) -> QuerySet[WhatIf]:
        self.viewer.must_be("staff")
        self.viewer.permitted("partners.view")
        return WhatIf.objects.order_by("-created_at", "-id")


@extend_schema_view(
    get=extend_schema(
        operation_id="rebate_what_ifs_get", summary="One what-if with its cells", tags=["rebates"]
    )
)
class OneWhatIf(Resource, RetrieveAPIView[Any]):
    scopes: ClassVar = {"GET": "rebates:read"}
    serializer_class = WhatIfInFullBody

    def get_object(self) -> WhatIf:
        self.viewer.must_be("staff")
        self.viewer.permitted("partners.view")
        found = WhatIf.objects.prefetch_related("cells").filter(id=self.one()).first()
        if found is None:
            raise NotFound("There is no such what-if.")
        return found


@extend_schema_view(
    get=extend_schema(
        operation_id="rebate_recalculations_list", summary="Periods computed again", tags=["rebates"]
    )
)
class Recalculations(Resource, ListAPIView[Any]):
    scopes: ClassVar = {"GET": "rebates:read"}
    ordering = ("-created_at", "-id")
    serializer_class = RecalculationBody

    def get_queryset(self) -> QuerySet[Recalculation]:
        self.viewer.must_be("staff")
        self.viewer.permitted("partners.view")
        return Recalculation.objects.order_by("-created_at", "-id")


class Disputes(Resource, ListAPIView[Any]):
    scopes: ClassVar = {"GET": "rebates:read", "POST": "rebates:write"}
    ordering = ("-opened_at", "-id")
    serializer_class = DisputeBody

    def get_queryset(self) -> QuerySet[Dispute]:
        viewer = self.viewer
        viewer.must_be("staff", "partner")
        if viewer.realm == "partner":
            return selectors.disputes_of(viewer.partner)
        viewer.permitted("partners.view")
        return selectors.disputes()

    @extend_schema(operation_id="disputes_list", summary="Disputes in sight, newest first", tags=["rebates"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="disputes_open",
        summary="Ask about a rebate line",
        description="For partners, about their own lines. One open question a line.",
        tags=["rebates"],
        parameters=[HEADER],
        request=NewDispute,
        responses={201: DisputeBody},
    )
    def post(self, request: Request) -> Response:
        self.viewer.must_be("partner")
        asked = self.body(NewDispute)

        def work(key: str) -> tuple[int, Any]:
            opened = disputes.open_dispute(
                partner=self.viewer.partner, line_id=asked["line_id"], text=asked["text"]
            )
            return 201, DisputeBody(opened).data

        return once(self, "disputes_open", work)


@extend_schema_view(get=extend_schema(operation_id="disputes_get", summary="One dispute", tags=["rebates"]))
class OneDispute(Resource, RetrieveAPIView[Any]):
    scopes: ClassVar = {"GET": "rebates:read"}
    serializer_class = DisputeBody

    def get_object(self) -> Dispute:
        viewer, dispute_id = self.viewer, self.one()
        viewer.must_be("staff", "partner")
        rows = selectors.disputes_of(viewer.partner) if viewer.realm == "partner" else _all(self)
        found = rows.filter(id=dispute_id).first()
        if found is None:
            raise NotFound("There is no such dispute.")
        return found


def _all(view: Resource) -> QuerySet[Dispute]:
    view.viewer.permitted("partners.view")
    return selectors.disputes()
