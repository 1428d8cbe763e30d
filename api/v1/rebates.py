"""Rebate lines and how each was computed: to a partner its own, to staff all."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from api.resource import Resource
from api.viewer import Viewer
from atrium.kernel.errors import NotFound
from tenants.rebates import privacy, selectors
from tenants.rebates.models import Line


class LineBody(serializers.Serializer[Line]):
    id = serializers.IntegerField()
    source_kind = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    partner_id = serializers.UUIDField(allow_null=True)
    level = serializers.IntegerField(allow_null=True, help_text="1 is the client's direct partner.")
    plan = serializers.CharField(source="plan_code", help_text="Empty if no plan matched.")
    client_number = serializers.IntegerField(source="of_client.number", default=None, allow_null=True)
    symbol = serializers.CharField()
    lots = serializers.DecimalField(max_digits=28, decimal_places=10, normalize_output=True)
    amount = serializers.DecimalField(
        max_digits=28,
        decimal_places=10,
        normalize_output=True,
        help_text="Before rounding to the minor unit.",
    )
    currency = serializers.CharField()
    reason = serializers.CharField(help_text="Why it is zero, or what it reverses.")
    time = serializers.DateTimeField()
    due = serializers.DateTimeField()


class ExplainedLineBody(LineBody):
    trace = serializers.JSONField(help_text="The derivation, step by step: step, rule, in, out.")


def visible(viewer: Viewer) -> QuerySet[Line]:
    viewer.must_be("staff", "partner")
    if viewer.realm == "partner":
        return selectors.lines_for(viewer.partner)
    viewer.permitted("partners.view")
    return selectors.all_lines()


def line_in_sight(viewer: Viewer, line_id: int) -> Line:
    line = visible(viewer).filter(id=line_id).first()
    if line is None:
        raise NotFound("There is no such rebate line.")
    return line


@extend_schema_view(
    get=extend_schema(operation_id="rebates_list", summary="Rebate lines, newest first", tags=["rebates"])
)
class Rebates(Resource, ListAPIView[Any]):
    scopes: ClassVar = {"GET": "rebates:read"}
    ordering = ("-time", "-id")
    serializer_class = LineBody

    def get_queryset(self) -> QuerySet[Line]:
        return visible(self.viewer)


@extend_schema_view(
    get=extend_schema(operation_id="rebates_get", summary="One rebate line with its trace", tags=["rebates"])
)
class OneRebate(Resource, RetrieveAPIView[Any]):
    scopes: ClassVar = {"GET": "rebates:read"}
    serializer_class = ExplainedLineBody

    def get_object(self) -> Line:
        line = line_in_sight(self.viewer, self.kwargs["id"])
        is_partner = self.viewer.realm == "partner"
        trace = privacy.trace_for(self.viewer.partner, line) if is_partner else selectors.trace_of(line)
        line.trace = trace  # type: ignore[attr-defined]  # made anew for this answer
        return line


class Scenario(Resource):
    scopes: ClassVar = {"GET": "rebates:read"}

    @extend_schema(
        operation_id="rebates_scenario",
        summary="The scenario document that gives this line",
        description="For staff: it names the whole path. `atrium rebates run --check` or a tool of one's own runs it.",
        tags=["rebates"],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request, id: int) -> Response:
        self.viewer.must_be("staff")
        return Response(selectors.explain(line_in_sight(self.viewer, id)))
