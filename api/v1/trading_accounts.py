"""Trading accounts: to staff those of clients in scope, to a client its own; a client may open one."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotency import HEADER, once
from api.resource import Resource
from tenants.approvals.models import Approval
from tenants.trading import selectors
from tenants.trading.models import TradingAccount
from tenants.trading.services import open_or_ask


class TradingAccountBody(serializers.Serializer[TradingAccount]):
    id = serializers.UUIDField()
    client_id = serializers.UUIDField()
    login = serializers.IntegerField()
    server = serializers.CharField(source="server.code")
    product_id = serializers.UUIDField()
    product = serializers.CharField(source="product.name")
    kind = serializers.ChoiceField(choices=["demo", "live"])
    currency = serializers.CharField()
    leverage = serializers.IntegerField()
    status = serializers.ChoiceField(choices=["open", "read_only", "archived"])
    opened_at = serializers.DateTimeField()


class NewTradingAccount(serializers.Serializer[Any]):
    product_id = serializers.UUIDField(help_text="The account type.")


class OpenedBody(TradingAccountBody):
    password = serializers.CharField(help_text="In the first answer only; a repetition has it empty.")


class AskedBody(serializers.Serializer[Any]):
    """The broker wants a second person for it: the account appears when the request is approved."""

    approval_id = serializers.UUIDField()
    state = serializers.CharField()


class TradingAccounts(Resource, ListAPIView[Any]):
    scopes: ClassVar = {"GET": "trading:read", "POST": "trading:write"}
    ordering = ("-opened_at", "-id")
    serializer_class = TradingAccountBody

    def get_queryset(self) -> QuerySet[TradingAccount]:
        viewer = self.viewer
        viewer.must_be("staff", "client")
        if viewer.realm == "client":
            return selectors.accounts_of(viewer.client)
        return selectors.accounts_for(viewer.permitted("trading.view"))

    @extend_schema(
        operation_id="trading_accounts_list", summary="Trading accounts in sight", tags=["trading"]
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="trading_accounts_open",
        summary="Open a trading account for oneself",
        tags=["trading"],
        parameters=[HEADER],
        request=NewTradingAccount,
        responses={201: OpenedBody, 202: AskedBody},
    )
    def post(self, request: Request) -> Response:
        viewer = self.viewer
        viewer.must_be("client")
        product = selectors.product(self.body(NewTradingAccount)["product_id"])

        def work(key: str) -> tuple[int, Any]:
            opened = open_or_ask(client=viewer.client, product=product, key=key, by=viewer.user.id)
            if isinstance(opened, Approval):
                return 202, AskedBody({"approval_id": opened.id, "state": opened.state}).data
            return 201, {
                **TradingAccountBody(opened.account, context={"view": self}).data,
                "password": opened.password,
            }

        return once(self, "trading_accounts_open", work, shown_once=("password",))


@extend_schema_view(
    get=extend_schema(operation_id="trading_accounts_get", summary="One trading account", tags=["trading"])
)
class OneTradingAccount(Resource, RetrieveAPIView[Any]):
    scopes: ClassVar = {"GET": "trading:read"}
    serializer_class = TradingAccountBody

    def get_object(self) -> TradingAccount:
        viewer = self.viewer
        viewer.must_be("staff", "client")
        if viewer.realm == "client":
            return selectors.account_of(viewer.client, self.one())
        return selectors.account_for(viewer.permitted("trading.view"), self.one())
