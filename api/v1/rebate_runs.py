"""Payout runs of rebates, for staff's programs."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotency import HEADER, once
from api.resource import MoneyField
from api.v1.programme import Desk, one_of
from tenants.rebates import paying
from tenants.rebates.models import PayoutRun
from tenants.rebates.services import payout_runs


class RunBody(serializers.Serializer[PayoutRun]):
    id = serializers.UUIDField()
    number = serializers.IntegerField()
    currency = serializers.CharField()
    due_until = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=PayoutRun.State.values)
    parties = serializers.IntegerField()
    asked = MoneyField()
    approval_id = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class RunsBody(serializers.Serializer[Any]):
    results = RunBody(many=True)


class Runs(Desk, ListAPIView[Any]):
    scopes: ClassVar = {"GET": "payouts:read", "POST": "payouts:write"}
    serializer_class = RunBody

    def get_queryset(self) -> QuerySet[PayoutRun]:
        self.member("finance.view")
        return paying.runs()

    @extend_schema(
        operation_id="rebate_runs_list", summary="Payout runs of rebates, newest first", tags=["money"]
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="rebate_runs_propose",
        summary="Propose a payout run of what is due",
        description="One run a currency of those who need a second person; none where one is open or nothing is due.",
        tags=["money"],
        parameters=[HEADER],
        request=None,
        responses={201: RunsBody},
    )
    def post(self, request: Request) -> Response:
        member = self.member("payouts.request")

        def work(key: str) -> tuple[int, Any]:
            return 201, RunsBody({"results": payout_runs.propose_runs(by=member.user_id)}).data

        return once(self, "rebate_runs_propose", work)


@extend_schema_view(
    get=extend_schema(operation_id="rebate_runs_get", summary="One payout run of rebates", tags=["money"])
)
class OneRun(Desk, RetrieveAPIView[Any]):
    scopes: ClassVar = {"GET": "payouts:read"}
    serializer_class = RunBody

    def get_object(self) -> PayoutRun:
        self.member("finance.view")
        return one_of(paying.runs(), self, "There is no such payout run.")
