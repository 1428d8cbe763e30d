"""Payouts: a partner asks for its own, staff see all, ask on a partner's behalf, and decide what others asked for."""

import uuid
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
from atrium.kernel.errors import InvalidInput, NotFound
from tenants.approvals.services import decide
from tenants.payments import selectors
from tenants.payments.models import Withdrawal
from tenants.payments.services import request_payout
from tenants.rebates.services import settle_due


class PayoutBody(serializers.Serializer[Withdrawal]):
    id = serializers.UUIDField()
    partner_id = serializers.UUIDField(source="party_id")
    partner_number = serializers.IntegerField(source="party_number")
    money = MaskedMoney()
    destination = serializers.CharField()
    state = serializers.ChoiceField(choices=Withdrawal.State.values)
    approval_id = serializers.UUIDField(allow_null=True)
    reason = serializers.CharField()
    requested_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class NewPayout(serializers.Serializer[Any]):
    money = MoneyField()
    destination = serializers.CharField(
        max_length=200, help_text="The number or the id of one of the partner's verified destinations."
    )
    partner_id = serializers.UUIDField(required=False, help_text="For staff: whose payout it is.")


class NewDecision(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(choices=["approved", "refused"])
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=500)


class DecisionBody(serializers.Serializer[Any]):
    approval_id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=["approved", "refused"])
    decided_at = serializers.DateTimeField()


def visible(viewer: Viewer) -> QuerySet[Withdrawal]:
    viewer.must_be("staff", "partner")
    if viewer.realm == "partner":
        return selectors.withdrawals_of_party(viewer.partner.id)
    return selectors.withdrawals_for(viewer.permitted("finance.view"))


def payout_in_sight(viewer: Viewer, payout_id: uuid.UUID) -> Withdrawal:
    payout = visible(viewer).filter(id=payout_id).first()
    if payout is None:
        raise NotFound("There is no such payout.")
    return payout


class Payouts(Resource, ListAPIView[Any]):
    scopes: ClassVar = {"GET": "payouts:read", "POST": "payouts:write"}
    ordering = ("-requested_at", "-id")
    serializer_class = PayoutBody

    def get_queryset(self) -> QuerySet[Withdrawal]:
        return visible(self.viewer)

    @extend_schema(operation_id="payouts_list", summary="Payouts in sight, newest first", tags=["money"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="payouts_request",
        summary="Ask for a payout",
        description="The money is reserved at once and sent after somebody else approved it.",
        tags=["money"],
        parameters=[HEADER],
        request=NewPayout,
        responses={201: PayoutBody},
    )
    def post(self, request: Request) -> Response:
        viewer = self.viewer
        viewer.must_be("staff", "partner")
        if viewer.realm == "staff":
            viewer.permitted("payouts.request")  # before the body is read: what one may not do does not exist
        asked = self.body(NewPayout)
        partner_id = _whose(viewer, asked.get("partner_id"))

        def work(key: str) -> tuple[int, Any]:
            settle_due(partner_id=partner_id)
            payout = request_payout(
                partner_id=partner_id,
                money=asked["money"],
                destination=asked["destination"],
                by=viewer.user.id,
                key=key,
            )
            return 201, PayoutBody(payout, context={"view": self}).data

        return once(self, "payouts_request", work)


@extend_schema_view(get=extend_schema(operation_id="payouts_get", summary="One payout", tags=["money"]))
class OnePayout(Resource, RetrieveAPIView[Any]):
    scopes: ClassVar = {"GET": "payouts:read"}
    serializer_class = PayoutBody

    def get_object(self) -> Withdrawal:
        return payout_in_sight(self.viewer, self.one())


class Decision(Resource):
    scopes: ClassVar = {"POST": "payouts:write"}

    @extend_schema(
        operation_id="payouts_decide",
        summary="Approve or refuse a payout that somebody else asked for",
        tags=["money"],
        parameters=[HEADER],
        request=NewDecision,
        responses={200: DecisionBody},
    )
    def post(self, request: Request, id: uuid.UUID) -> Response:
        viewer = self.viewer
        viewer.must_be("staff")
        payout = payout_in_sight(viewer, id)
        asked = self.body(NewDecision)
        if payout.approval_id is None:
            raise NotFound("This payout waits for no decision.")
        approval_id = payout.approval_id

        def work(_: str) -> tuple[int, Any]:
            approval = decide(
                approval_id=approval_id, by=viewer.user.id, outcome=asked["outcome"], note=asked["note"]
            )
            body = {"approval_id": approval.id, "state": approval.state, "decided_at": approval.decided_at}
            return 200, DecisionBody(body, context={"view": self}).data

        return once(self, "payouts_decide", work)


def _whose(viewer: Viewer, partner_id: uuid.UUID | None) -> uuid.UUID:
    if viewer.realm == "partner":
        if partner_id not in (None, viewer.partner.id):
            raise NotFound("There is no such partner.")
        return viewer.partner.id
    if partner_id is None:
        raise InvalidInput("Say whose payout it is.", field="partner_id")
    return partner_id
