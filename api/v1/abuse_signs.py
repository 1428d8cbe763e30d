"""Signs of abuse, for staff's programs."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotency import HEADER, once
from api.v1.programme import Desk
from tenants.abuse import selectors as abuse
from tenants.abuse import services as abuse_services
from tenants.abuse.models import Flag, Rule


class SignBody(serializers.Serializer[Flag]):
    id = serializers.UUIDField()
    rule = serializers.ChoiceField(choices=Rule.values)
    partner_id = serializers.UUIDField()
    client_id = serializers.UUIDField()
    other_client_id = serializers.UUIDField(source="other_id", allow_null=True)
    state = serializers.ChoiceField(choices=Flag.State.values)
    holds_everybody = serializers.BooleanField()
    held_at = serializers.DateTimeField(allow_null=True)
    decision = serializers.CharField()
    appeal = serializers.CharField()
    signs = serializers.IntegerField(help_text="How many facts speak for it.")
    found_at = serializers.DateTimeField()
    seen_at = serializers.DateTimeField()


class NewSignDecision(serializers.Serializer[Any]):
    decision = serializers.ChoiceField(choices=["hold", "hold_all", "release", "confirm"])
    text = serializers.CharField(max_length=400, help_text="Why, in a sentence: the partner reads it.")


@extend_schema_view(
    get=extend_schema(
        operation_id="abuse_signs_list",
        summary="Signs of abuse, newest first",
        tags=["partners"],
        parameters=[
            OpenApiParameter("state", str, enum=Flag.State.values, description="Only of this state.")
        ],
    )
)
class Signs(Desk, ListAPIView[Any]):
    ordering = ("-found_at", "-id")
    serializer_class = SignBody

    def get_queryset(self) -> QuerySet[Flag]:
        self.member()
        state = self.request.query_params.get("state")
        return abuse.flags().filter(state=state) if state else abuse.flags()


@extend_schema_view(
    get=extend_schema(operation_id="abuse_signs_get", summary="One sign of abuse", tags=["partners"])
)
class OneSign(Desk, RetrieveAPIView[Any]):
    serializer_class = SignBody

    def get_object(self) -> Flag:
        self.member()
        return abuse.flag(self.one())


class DecideSign(Desk):
    scopes: ClassVar = {"POST": "partners:write"}

    @extend_schema(
        operation_id="abuse_signs_decide",
        summary="Hold, release or confirm",
        tags=["partners"],
        parameters=[HEADER],
        request=NewSignDecision,
        responses={200: SignBody},
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        member, flag = self.member("abuse.decide"), abuse.flag(self.one())
        asked = self.body(NewSignDecision)

        def work(key: str) -> tuple[int, Any]:
            said = {"flag_id": flag.id, "by": member.user_id, "text": asked["text"]}
            if asked["decision"] == "release":
                return 200, SignBody(abuse_services.release(**said)).data
            if asked["decision"] == "confirm":
                return 200, SignBody(abuse_services.confirm(**said)).data
            everybody = asked["decision"] == "hold_all"
            return 200, SignBody(abuse_services.hold(**said, everybody=everybody)).data

        return once(self, "abuse_signs_decide", work)
