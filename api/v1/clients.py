"""Clients: to staff those in scope, to a client itself."""

import uuid
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView

from api.resource import Masked, Resource
from api.viewer import Viewer
from atrium.kernel.errors import NotFound
from tenants.clients.models import Client
from tenants.clients.selectors import client_for, clients_for


class ClientBody(serializers.Serializer[Client]):
    id = serializers.UUIDField()
    number = serializers.IntegerField(help_text="The broker's own number, also in ledger addresses.")
    name = serializers.CharField(source="lead.name")
    email = Masked("email", source="lead.email", help_text="Masked as your role says.")
    country = Masked("country", help_text="ISO 3166-1 alpha-2, or empty.")
    currency = serializers.CharField(help_text="The wallet's currency.")
    status = serializers.ChoiceField(
        source="lead.status", choices=["lead", "demo", "live", "funded", "active", "dormant", "closed"]
    )
    kyc_level = serializers.IntegerField()
    created_at = serializers.DateTimeField()


def visible(viewer: Viewer) -> QuerySet[Client]:
    viewer.must_be("staff", "client")
    if viewer.realm == "client":
        return Client.objects.select_related("lead").filter(id=viewer.client.id)
    return clients_for(viewer.permitted("clients.view"))


def client_in_sight(viewer: Viewer, client_id: uuid.UUID) -> Client:
    viewer.must_be("staff", "client")
    if viewer.realm == "staff":
        return client_for(viewer.permitted("clients.view"), client_id)
    if viewer.client.id != client_id:
        raise NotFound("There is no such client.")
    return viewer.client


@extend_schema_view(
    get=extend_schema(operation_id="clients_list", summary="Clients in sight, newest first", tags=["clients"])
)
class Clients(Resource, ListAPIView[Any]):
    scopes: ClassVar = {"GET": "clients:read"}
    serializer_class = ClientBody

    def get_queryset(self) -> QuerySet[Client]:
        return visible(self.viewer)


@extend_schema_view(get=extend_schema(operation_id="clients_get", summary="One client", tags=["clients"]))
class OneClient(Resource, RetrieveAPIView[Any]):
    scopes: ClassVar = {"GET": "clients:read"}
    serializer_class = ClientBody

    def get_object(self) -> Client:
        return client_in_sight(self.viewer, self.one())
