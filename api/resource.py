"""What all resources share: who may call, how often, how lists page, how money looks."""

import uuid
from typing import Any, ClassVar, Final

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotFound as StockNotFound
from rest_framework.generics import GenericAPIView
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from api.authentication import HasScope, KeyAuthentication, SurfaceSession
from api.problems import BadCursor
from api.viewer import Viewer
from atrium.kernel.errors import InvalidInput
from atrium.kernel.money import Money
from tenants.apikeys.models import ApiKey
from tenants.identity.models import User
from tenants.staff.masking import shown


class ByCursor(CursorPagination):
    """Stable pages, newest first. A view says its `ordering`; its last column is unique."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "limit"

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        return tuple(view.ordering)

    def decode_cursor(self, request: Request) -> Cursor | None:
        try:
            return super().decode_cursor(request)
        except StockNotFound:
            raise BadCursor(
                "This cursor is not one of ours. Start from the first page.", field="cursor"
            ) from None


class PerPrincipal(SimpleRateThrottle):
    """Per key, or per user, in this broker's house."""

    scope = "api"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        return f"rate:{view.viewer.principal}" if isinstance(request.user, User) else None


class Resource(GenericAPIView[Any]):
    authentication_classes = (KeyAuthentication, SurfaceSession)
    permission_classes = (HasScope,)
    throttle_classes = (PerPrincipal,)
    pagination_class = ByCursor
    metadata_class = None  # the OpenAPI document describes; OPTIONS does not
    scopes: ClassVar[dict[str, str]] = {}
    ordering: ClassVar[tuple[str, ...]] = ("-created_at", "-id")

    @property
    def viewer(self) -> Viewer:
        user, key = self.request.user, self.request.auth
        assert isinstance(user, User)  # HasScope let nobody else through
        return Viewer(user, key if isinstance(key, ApiKey) else None)

    def body(self, form: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        """The request's body as that form reads it."""
        asked = form(data=self.request.data)
        asked.is_valid(raise_exception=True)
        return dict(asked.validated_data)

    def one(self) -> uuid.UUID:
        return uuid.UUID(str(self.kwargs["id"]))


_MONEY_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["amount", "currency"],
    "additionalProperties": False,
    "properties": {
        "amount": {"type": "string", "pattern": r"^-?\d{1,18}(\.\d{1,18})?$", "examples": ["12.50"]},
        "currency": {"type": "string", "pattern": "^[A-Z0-9]{3,8}$", "examples": ["USD"]},
    },
}


@extend_schema_field(_MONEY_SCHEMA)
class MoneyField(serializers.Field[Money, dict[str, str], dict[str, str], Any]):
    """`{"amount": "12.50", "currency": "USD"}`: text, because JSON numbers are binary floats in most programs."""

    def to_representation(self, value: Money) -> dict[str, str]:
        return {"amount": value.plain(), "currency": value.currency}

    def to_internal_value(self, data: Any) -> Money:
        if not isinstance(data, dict) or set(data) != {"amount", "currency"}:
            raise serializers.ValidationError('Write money as {"amount": "12.50", "currency": "USD"}.')
        for name in ("amount", "currency"):
            if not isinstance(data[name], str):
                raise serializers.ValidationError({name: ["This is text, in quotes."]})
        try:
            return Money.of(data["amount"], data["currency"])
        except InvalidInput as refusal:
            raise serializers.ValidationError({"amount": [refusal.message]}) from refusal


class Masked(serializers.CharField):
    """Text that a colleague's role may show partly or not at all; other people read it whole."""

    def __init__(self, mask: str, **more: Any) -> None:
        self.mask = mask
        super().__init__(**more)

    def to_representation(self, value: Any) -> str:
        return shown(super().to_representation(value), how_seen(self, self.mask), self.mask)


class MaskedMoney(MoneyField):
    """Null to those whose role masks clients' amounts: half an amount would be a wrong one."""

    def __init__(self, mask: str = "balance", **more: Any) -> None:
        self.mask = mask
        super().__init__(**{"allow_null": True, **more})

    def to_representation(self, value: Money) -> dict[str, str]:
        if how_seen(self, self.mask):
            return None  # type: ignore[return-value]  # the schema says that it may be null
        return super().to_representation(value)


def how_seen(field: serializers.Field[Any, Any, Any, Any], mask: str) -> str:
    viewer: Viewer = field.context["view"].viewer
    return viewer.member.authority.mask(mask) if viewer.realm == User.Realm.STAFF else ""
