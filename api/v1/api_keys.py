"""API keys of one's own: made by a person in a session, never by another key, and shown once."""

import uuid
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from api.resource import Resource
from api.viewer import Viewer
from atrium.kernel.errors import Denied, NotFound
from tenants.apikeys import selectors, services
from tenants.apikeys.models import ApiKey
from tenants.apikeys.types import SCOPES


class ApiKeyBody(serializers.Serializer[ApiKey]):
    id = serializers.UUIDField()
    label = serializers.CharField()  # type: ignore[assignment]
    hint = serializers.CharField(help_text="Its last four characters.")
    acts_for = serializers.CharField(source="user.name")
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=list(SCOPES)))
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)
    last_used_at = serializers.DateTimeField(allow_null=True)


class NewApiKey(serializers.Serializer[Any]):
    label = serializers.CharField(max_length=80)  # type: ignore[assignment]
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=list(SCOPES)), allow_empty=False)
    expires_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class ShownOnce(ApiKeyBody):
    key = serializers.CharField(help_text="The key itself. It is not kept and cannot be shown again.")


class ApiKeys(Resource, ListAPIView[Any]):
    serializer_class = ApiKeyBody

    def get_queryset(self) -> QuerySet[ApiKey]:
        return selectors.keys_for(self.viewer.user)

    @extend_schema(operation_id="api_keys_list", summary="API keys, newest first", tags=["api keys"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        _check_person(self.viewer)
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="api_keys_create",
        summary="Make an API key that acts for oneself",
        tags=["api keys"],
        request=NewApiKey,
        responses={201: ShownOnce},
    )
    def post(self, request: Request) -> Response:
        viewer = self.viewer
        _check_person(viewer)
        new = services.create_key(user_id=viewer.user.id, **self.body(NewApiKey))
        return Response({**ApiKeyBody(new.key).data, "key": new.text}, status=201)


class OneApiKey(Resource):
    scopes: ClassVar = {}

    @extend_schema(
        operation_id="api_keys_revoke",
        summary="End an API key at once",
        tags=["api keys"],
        responses={204: None},
    )
    def delete(self, request: Request, id: uuid.UUID) -> Response:
        viewer = self.viewer
        _check_person(viewer)
        if selectors.key_for(viewer.user, id) is None:
            raise NotFound("There is no such API key.")
        services.revoke_key(key_id=id)
        return Response(status=204)


def _check_person(viewer: Viewer) -> None:
    if viewer.key is not None:
        raise Denied("API keys are managed by people, from a log-in.")
    if viewer.realm in ("staff", "operator"):
        viewer.permitted("settings.api_keys")
