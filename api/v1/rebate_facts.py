"""What no trading platform reports and rebate rules read, told by a program of the broker's: a bridge, bonuses, copy trading."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotency import HEADER, once
from api.resource import Resource
from tenants.rebates.services import telling


class Rows(serializers.ListField):
    child = serializers.DictField()

    def __init__(self, help_text: str) -> None:
        super().__init__(default=list, max_length=telling.MOST, help_text=help_text)


class NewFacts(serializers.Serializer[Any]):
    deals = Rows("`deal` (server:ticket) with spread, markup, revenue, equity, credit, flags, close_by.")
    accounts = Rows("`account` (server:login) with redirect (an IB's number) and rebates (true or false).")
    events = Rows("bonus, fee, lead and copy_fee, with an `id` of the caller's own; clients by their number.")


class ToldBody(serializers.Serializer[telling.Told]):
    deals = serializers.IntegerField()
    accounts = serializers.IntegerField()
    events = serializers.IntegerField(help_text="New ones: one told again as it was changes nothing.")
    corrected = serializers.IntegerField(help_text="Lines written because a deal was accrued before.")


class RebateFacts(Resource):
    scopes: ClassVar = {"POST": "rebates:write"}

    @extend_schema(
        operation_id="rebate_facts_tell",
        summary="Tell facts of deals, terms of accounts and events that rebate rules read",
        description=(
            "Fields are those of a scenario document; decimals are strings, times are UTC. All of it is taken over or nothing; "
            "a fault names its field. A row replaces what was told of its deal or account before, fields not given going back "
            "to their defaults. Deals that were accrued already are corrected at once. At most 1,000 rows of each."
        ),
        tags=["rebates"],
        parameters=[HEADER],
        request=NewFacts,
        responses={201: ToldBody},
    )
    def post(self, request: Request) -> Response:
        self.viewer.must_be("staff")
        member = self.viewer.permitted("rebates.manage")
        asked = self.body(NewFacts)

        def work(key: str) -> tuple[int, Any]:
            return 201, ToldBody(telling.tell(**asked, by=member)).data

        return once(self, "rebate_facts_tell", work)
