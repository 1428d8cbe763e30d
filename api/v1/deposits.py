"""Deposits: to staff all, to a client its own; a client may start one."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotency import HEADER, once
from api.resource import MaskedMoney, MoneyField, Resource
from api.viewer import Viewer
from atrium.brokers.selectors import host_of
from atrium.kernel import tenancy
from atrium.kernel.errors import NotFound
from tenants.payments import selectors
from tenants.payments.models import Deposit
from tenants.payments.services import start_deposit


class DepositBody(serializers.Serializer[Deposit]):
    id = serializers.UUIDField()
    client_id = serializers.UUIDField()
    money = MaskedMoney()
    state = serializers.ChoiceField(choices=Deposit.State.values)
    checkout_url = serializers.CharField(help_text="The provider's page, while the deposit is open.")
    reason = serializers.CharField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)

    def to_representation(self, instance: Deposit) -> dict[str, Any]:
        body = super().to_representation(instance)
        if instance.state != Deposit.State.OPEN:
            body["checkout_url"] = ""
        return body


class NewDeposit(serializers.Serializer[Any]):
    money = MoneyField()
    connection_id = serializers.UUIDField(
        required=False, help_text="Which provider; otherwise the first that fits."
    )


def visible(viewer: Viewer) -> QuerySet[Deposit]:
    viewer.must_be("staff", "client")
    if viewer.realm == "client":
        return selectors.deposits_of(viewer.client)
    return selectors.deposits_for(viewer.permitted("finance.view"))


class Deposits(Resource, ListAPIView[Any]):
    scopes: ClassVar = {"GET": "deposits:read", "POST": "deposits:write"}
    serializer_class = DepositBody

    def get_queryset(self) -> QuerySet[Deposit]:
        return visible(self.viewer)

    @extend_schema(operation_id="deposits_list", summary="Deposits in sight, newest first", tags=["money"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="deposits_start",
        summary="Start a deposit of one's own",
        description="The money is there when the provider says so, not when its page has been left.",
        tags=["money"],
        parameters=[HEADER],
        request=NewDeposit,
        responses={201: DepositBody},
    )
    def post(self, request: Request) -> Response:
        viewer = self.viewer
        viewer.must_be("client")
        asked, back = self.body(NewDeposit), _portal(request)

        def work(key: str) -> tuple[int, Any]:
            deposit = start_deposit(
                client_id=viewer.client.id,
                money=asked["money"],
                key=key,
                success_url=back,
                cancel_url=back,
                connection_id=asked.get("connection_id"),
                language=viewer.user.language or "en",
            )
            return 201, DepositBody(deposit, context={"view": self}).data

        return once(self, "deposits_start", work)


@extend_schema_view(get=extend_schema(operation_id="deposits_get", summary="One deposit", tags=["money"]))
class OneDeposit(Resource, RetrieveAPIView[Any]):
    scopes: ClassVar = {"GET": "deposits:read"}
    serializer_class = DepositBody

    def get_object(self) -> Deposit:
        deposit = visible(self.viewer).filter(id=self.one()).first()
        if deposit is None:
            raise NotFound("There is no such deposit.")
        return deposit


def _portal(request: Request) -> str:
    """Where the payer comes back to: always our own client portal, never an address from outside."""
    _, colon, port = request.get_host().partition(":")
    return f"{request.scheme}://{host_of(tenancy.require(), 'client')}{colon}{port}/"
