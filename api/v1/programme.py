"""The partner programme, for staff's programs: partners, their links, programmes."""

from typing import Any, ClassVar, TypeVar

from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView

from api.resource import Resource
from atrium.kernel import clock
from atrium.kernel.errors import NotFound
from tenants.ibs import selectors
from tenants.ibs.models import (
    Partner,
    PartnerParent,
    PartnerRank,
    Programme,
    ReferralLink,
)
from tenants.staff.models import Member

Row = TypeVar("Row", bound=Model)


class PartnerBody(serializers.Serializer[Partner]):
    id = serializers.UUIDField()
    number = serializers.IntegerField()
    name = serializers.CharField()
    code = serializers.CharField()
    currency = serializers.CharField()
    status = serializers.ChoiceField(choices=Partner.Status.values)
    parent_id = serializers.UUIDField(source="stands_under", allow_null=True)
    rank = serializers.IntegerField(source="holds_rank")
    payout_schedule = serializers.CharField()
    created_at = serializers.DateTimeField()


class ReferralLinkBody(serializers.Serializer[ReferralLink]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    code = serializers.CharField()
    landing = serializers.CharField(source="landing.title", default=None, allow_null=True)
    is_on = serializers.BooleanField()
    created_at = serializers.DateTimeField()


class ProgrammeBody(serializers.Serializer[Programme]):
    id = serializers.UUIDField()
    code = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    is_public = serializers.BooleanField()
    is_on = serializers.BooleanField()
    window_days = serializers.IntegerField(allow_null=True, help_text="Null: the house's own.")
    rank = serializers.IntegerField(help_text="New partners begin with it.")
    parent_id = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()


class Desk(Resource):
    """For staff alone."""

    scopes: ClassVar = {"GET": "partners:read"}

    def member(self, permission: str = "partners.view") -> Member:
        self.viewer.must_be("staff")
        return self.viewer.permitted(permission)


def _with_place(rows: QuerySet[Partner]) -> QuerySet[Partner]:
    """Beside each its parent and its rank, as they stand now."""
    stands = PartnerParent.objects.filter(selectors.holding(clock.now()), partner=OuterRef("id"))
    holds = PartnerRank.objects.filter(selectors.holding(clock.now()), partner=OuterRef("id"))
    return rows.annotate(
        stands_under=Subquery(stands.values("parent_id")[:1]),
        holds_rank=Coalesce(Subquery(holds.values("rank")[:1]), 0),
    )


def one_of(rows: QuerySet[Row], view: Resource, otherwise: str) -> Row:
    found = rows.filter(id=view.one()).first()
    if found is None:
        raise NotFound(otherwise)
    return found


@extend_schema_view(
    get=extend_schema(
        operation_id="partners_list",
        summary="Partners, newest first",
        tags=["partners"],
        parameters=[OpenApiParameter("number", int, description="Only this one.")],
    )
)
class Partners(Desk, ListAPIView[Any]):
    serializer_class = PartnerBody

    def get_queryset(self) -> QuerySet[Partner]:
        self.member()
        rows, number = _with_place(selectors.all_partners()), self.request.query_params.get("number", "")
        return rows.filter(number=int(number)) if number.isdecimal() and len(number) < 18 else rows


@extend_schema_view(get=extend_schema(operation_id="partners_get", summary="One partner", tags=["partners"]))
class OnePartner(Desk, RetrieveAPIView[Any]):
    serializer_class = PartnerBody

    def get_object(self) -> Partner:
        self.member()
        return one_of(_with_place(selectors.all_partners()), self, "There is no such partner.")


@extend_schema_view(
    get=extend_schema(operation_id="partners_links", summary="A partner's links", tags=["partners"])
)
class Links(Desk, ListAPIView[Any]):
    serializer_class = ReferralLinkBody

    def get_queryset(self) -> QuerySet[ReferralLink]:
        self.member()
        return selectors.links_of(selectors.partner(self.one()))


@extend_schema_view(
    get=extend_schema(operation_id="partner_programmes_list", summary="Programmes", tags=["partners"])
)
class Programmes(Desk, ListAPIView[Any]):
    serializer_class = ProgrammeBody

    def get_queryset(self) -> QuerySet[Programme]:
        self.member()
        return Programme.objects.order_by("-created_at", "-id")


@extend_schema_view(
    get=extend_schema(operation_id="partner_programmes_get", summary="One programme", tags=["partners"])
)
class OneProgramme(Desk, RetrieveAPIView[Any]):
    serializer_class = ProgrammeBody

    def get_object(self) -> Programme:
        self.member()
        return one_of(Programme.objects.all(), self, "There is no such programme.")
