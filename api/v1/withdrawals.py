"""Withdrawals of clients: to staff those in sight, to a client its own. Payouts of partners are a resource of their own."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView

from api.resource import Masked, MaskedMoney, Resource
from api.viewer import Viewer
from atrium.kernel.errors import NotFound
from tenants.payments import selectors
from tenants.payments.models import Withdrawal


class WithdrawalBody(serializers.Serializer[Withdrawal]):
    id = serializers.UUIDField()
    client_id = serializers.UUIDField(source="party_id")
    client_number = serializers.IntegerField(source="party_number")
    money = MaskedMoney(help_text="What leaves the wallet, our fee included.")
    fee = MaskedMoney()
    paid = MaskedMoney(help_text="What has arrived, less what came back.")
    destination = Masked("document", source="where")
    state = serializers.ChoiceField(choices=Withdrawal.State.values)
    approval_id = serializers.UUIDField(allow_null=True)
    reason = serializers.CharField()
    requested_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


def visible(viewer: Viewer) -> QuerySet[Withdrawal]:
    viewer.must_be("staff", "client")
    of_clients = Withdrawal.Party.CLIENT
    if viewer.realm == "client":
        rows = selectors.withdrawals_of_party(viewer.client.id)
    else:
        rows = selectors.withdrawals_for(viewer.permitted("finance.view"))
    return rows.filter(party_kind=of_clients).select_related("target")


@extend_schema_view(
    get=extend_schema(
        operation_id="withdrawals_list", summary="Withdrawals in sight, newest first", tags=["money"]
    )
)
class Withdrawals(Resource, ListAPIView[Any]):
    scopes: ClassVar = {"GET": "withdrawals:read"}
    ordering = ("-requested_at", "-id")
    serializer_class = WithdrawalBody

    def get_queryset(self) -> QuerySet[Withdrawal]:
        return visible(self.viewer)


@extend_schema_view(
    get=extend_schema(operation_id="withdrawals_get", summary="One withdrawal", tags=["money"])
)
class OneWithdrawal(Resource, RetrieveAPIView[Any]):
    scopes: ClassVar = {"GET": "withdrawals:read"}
    serializer_class = WithdrawalBody

    def get_object(self) -> Withdrawal:
        found = visible(self.viewer).filter(id=self.one()).first()
        if found is None:
            raise NotFound("There is no such withdrawal.")
        return found
