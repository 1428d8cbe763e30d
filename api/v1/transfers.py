"""Transfers between a wallet and a trading account: to staff those in sight, to a client its own; a client may make one."""

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
from atrium.kernel.errors import NotFound
from tenants.approvals.models import Approval
from tenants.insight.money_card import transfers_for
from tenants.wallets import selectors
from tenants.wallets.models import Transfer
from tenants.wallets.requests import move_or_ask


class TransferBody(serializers.Serializer[Transfer]):
    id = serializers.UUIDField()
    client_id = serializers.UUIDField()
    account_id = serializers.UUIDField()
    login = serializers.IntegerField(source="account.login")
    direction = serializers.ChoiceField(choices=Transfer.Direction.values)
    money = MaskedMoney()
    state = serializers.ChoiceField(choices=Transfer.State.values)
    reason = serializers.CharField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class NewTransfer(serializers.Serializer[Any]):
    account_id = serializers.UUIDField(help_text="One of one's own trading accounts.")
    direction = serializers.ChoiceField(choices=Transfer.Direction.values)
    money = MoneyField()


class AskedForBody(serializers.Serializer[Any]):
    approval_id = serializers.UUIDField(
        help_text="The broker wants a second person to agree; nothing is moved yet."
    )


def visible(viewer: Viewer) -> QuerySet[Transfer]:
    viewer.must_be("staff", "client")
    if viewer.realm == "client":
        return selectors.transfers_of(viewer.client)
    rows: QuerySet[Transfer] = transfers_for(viewer.permitted("finance.view"))
    return rows


class Transfers(Resource, ListAPIView[Any]):
    scopes: ClassVar = {"GET": "transfers:read", "POST": "transfers:write"}
    serializer_class = TransferBody

    def get_queryset(self) -> QuerySet[Transfer]:
        return visible(self.viewer)

    @extend_schema(operation_id="transfers_list", summary="Transfers in sight, newest first", tags=["money"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="transfers_make",
        summary="Move money between one's wallet and a trading account",
        description="Look at `state`: what is still moving ends by itself. 202: a second person is asked first.",
        tags=["money"],
        parameters=[HEADER],
        request=NewTransfer,
        responses={201: TransferBody, 202: AskedForBody},
    )
    def post(self, request: Request) -> Response:
        viewer = self.viewer
        viewer.must_be("client")
        asked = self.body(NewTransfer)

        def work(key: str) -> tuple[int, Any]:
            made = move_or_ask(
                client=viewer.client,
                account_id=asked["account_id"],
                direction=asked["direction"],
                money=asked["money"],
                key=key,
                by=viewer.user.id,
            )
            if isinstance(made, Approval):
                return 202, AskedForBody({"approval_id": made.id}).data
            return 201, TransferBody(made, context={"view": self}).data

        return once(self, "transfers_make", work)


@extend_schema_view(get=extend_schema(operation_id="transfers_get", summary="One transfer", tags=["money"]))
class OneTransfer(Resource, RetrieveAPIView[Any]):
    scopes: ClassVar = {"GET": "transfers:read"}
    serializer_class = TransferBody

    def get_object(self) -> Transfer:
        found = visible(self.viewer).filter(id=self.one()).first()
        if found is None:
            raise NotFound("There is no such transfer.")
        return found
