"""Deals: to staff those of clients in scope, to a client its own."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView

from api.resource import Resource
from api.viewer import Viewer
from atrium.kernel.errors import NotFound
from tenants.trading import selectors
from tenants.trading.models import Deal


def _decimal(text: str = "") -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=28, decimal_places=10, normalize_output=True, help_text=text)


class DealBody(serializers.Serializer[Deal]):
    id = serializers.IntegerField()
    server = serializers.CharField(source="server.code")
    ticket = serializers.IntegerField()
    login = serializers.IntegerField()
    account_id = serializers.UUIDField(
        allow_null=True, help_text="Null while nobody of the broker has this login."
    )
    action = serializers.CharField()
    entry = serializers.CharField()
    side = serializers.CharField(help_text="The position's: closing a buy is a deal of side buy.")
    symbol = serializers.CharField()
    lots = _decimal()
    price = _decimal()
    profit = _decimal("In the account's currency, like commission and swap.")
    commission = _decimal()
    swap = _decimal()
    currency = serializers.CharField(source="account.currency", default="", help_text="The account's.")
    time = serializers.DateTimeField()


def visible(viewer: Viewer) -> QuerySet[Deal]:
    viewer.must_be("staff", "client")
    if viewer.realm == "client":
        return selectors.deals_of(viewer.client)
    return selectors.deals_for(viewer.permitted("trading.view"))


@extend_schema_view(
    get=extend_schema(operation_id="deals_list", summary="Deals in sight, newest first", tags=["trading"])
)
class Deals(Resource, ListAPIView[Any]):
    scopes: ClassVar = {"GET": "trading:read"}
    ordering = ("-time", "-id")
    serializer_class = DealBody

    def get_queryset(self) -> QuerySet[Deal]:
        return visible(self.viewer)


@extend_schema_view(get=extend_schema(operation_id="deals_get", summary="One deal", tags=["trading"]))
class OneDeal(Resource, RetrieveAPIView[Any]):
    scopes: ClassVar = {"GET": "trading:read"}
    serializer_class = DealBody

    def get_object(self) -> Deal:
        deal = visible(self.viewer).filter(id=self.kwargs["id"]).first()
        if deal is None:
            raise NotFound("There is no such deal.")
        return deal
