"""Brokers, for the vendor's operators on the vendor's host. The registry is read outside every house."""

import uuid
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from api.resource import Resource
from atrium.brokers import selectors, services
from atrium.brokers.models import Broker
from atrium.brokers.types import BrokerOrder
from atrium.kernel import clock, tenancy
from atrium.kernel.errors import NotFound
from atrium.plans.selectors import usage_on
from tenants.activity.services import note


class BrokerBody(serializers.Serializer[Broker]):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    status = serializers.ChoiceField(choices=["creating", "active", "suspended", "failed"])
    mode = serializers.ChoiceField(choices=["live", "sandbox"])
    currency = serializers.CharField()
    language = serializers.CharField()
    country = serializers.CharField()
    failure = serializers.CharField(
        help_text="Why its creation failed; nothing is lost and it may be tried again."
    )
    suspended_reason = serializers.CharField()
    requested_at = serializers.DateTimeField()
    active_at = serializers.DateTimeField(allow_null=True)


class MeasuredBrokerBody(BrokerBody):
    usage = serializers.DictField(
        child=serializers.DecimalField(max_digits=30, decimal_places=10, normalize_output=True),
        help_text="Today's meters: clients, deals and others.",
    )


class NewBroker(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120)
    slug = serializers.CharField(max_length=40, help_text="Its part of the host names.")
    admin_email = serializers.EmailField()
    admin_name = serializers.CharField(max_length=160)
    currency = serializers.RegexField(r"^[A-Z0-9]{3,8}$", default="USD")
    language = serializers.CharField(max_length=10, default="en")
    country = serializers.RegexField(r"^([A-Z]{2})?$", default="", allow_blank=True)


class Suspension(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300, help_text="The broker's people will read it.")


class VendorResource(Resource):
    def operator(self, codename: str) -> None:
        """Broker people never learn that this exists."""
        self.viewer.must_be("operator")
        self.viewer.permitted(codename)

    def broker(self) -> Broker:
        with tenancy.public():
            broker = selectors.brokers().filter(id=self.one()).first()
        if broker is None:
            raise NotFound("There is no such broker.")
        return broker


class Brokers(VendorResource, ListAPIView[Any]):
    scopes: ClassVar = {"GET": "brokers:read", "POST": "brokers:write"}
    ordering = ("-requested_at", "-id")
    serializer_class = BrokerBody

    def get_queryset(self) -> QuerySet[Broker]:
        return selectors.brokers()

    @extend_schema(operation_id="brokers_list", summary="Brokers, newest first", tags=["brokers"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        self.operator("brokers.view")
        with tenancy.public():
            return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="brokers_request",
        summary="Ask for a new broker",
        description="Its house is made by a job; ask for the broker until it is active or failed.",
        tags=["brokers"],
        request=NewBroker,
        responses={202: BrokerBody},
    )
    def post(self, request: Request) -> Response:
        self.operator("brokers.manage")
        order = BrokerOrder(**self.body(NewBroker))
        self.kwargs["id"] = services.request_broker(order)
        _note(self.one(), "requested", f"Asked for {order.name} ({order.slug})")
        return Response(BrokerBody(self.broker()).data, status=202)


class OneBroker(VendorResource):
    scopes: ClassVar = {"GET": "brokers:read"}

    @extend_schema(
        operation_id="brokers_get",
        summary="One broker with its usage of today",
        tags=["brokers"],
        responses={200: MeasuredBrokerBody},
    )
    def get(self, request: Request, id: uuid.UUID) -> Response:
        self.operator("brokers.view")
        broker = self.broker()
        usage = usage_on(clock.now().date(), [broker.id]).get(broker.id, {})
        return Response(
            {**BrokerBody(broker).data, "usage": {meter: str(value) for meter, value in usage.items()}}
        )


class Suspend(VendorResource):
    scopes: ClassVar = {"POST": "brokers:write"}

    @extend_schema(
        operation_id="brokers_suspend",
        summary="Close a broker's doors",
        tags=["brokers"],
        request=Suspension,
        responses={200: BrokerBody},
    )
    def post(self, request: Request, id: uuid.UUID) -> Response:
        self.operator("brokers.manage")
        broker, reason = self.broker(), self.body(Suspension)["reason"]
        services.suspend(broker.id, reason=reason)
        _note(broker.id, "suspended", f"{broker.name} was suspended: {reason}")
        return Response(BrokerBody(self.broker()).data)


class Resume(VendorResource):
    scopes: ClassVar = {"POST": "brokers:write"}

    @extend_schema(
        operation_id="brokers_resume",
        summary="Open a broker's doors again",
        tags=["brokers"],
        request=None,
        responses={200: BrokerBody},
    )
    def post(self, request: Request, id: uuid.UUID) -> Response:
        self.operator("brokers.manage")
        broker = self.broker()
        services.resume(broker.id)
        _note(broker.id, "resumed", f"{broker.name} was resumed")
        return Response(BrokerBody(self.broker()).data)


def _note(broker_id: uuid.UUID, verb: str, text: str) -> None:
    note(subject_kind="broker", subject_id=broker_id, verb=verb, text=text)
