"""What a partner's own program reads: its clients, their trades, its links and clicks, as far as its pages show them.

Of other people these addresses do not exist; clients and links of other partners are strangers.
"""

from datetime import timedelta
from typing import Any, ClassVar, Final

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView

from api.resource import Resource
from atrium.brokers.selectors import address_of
from atrium.kernel import clock, tenancy
from atrium.kernel.errors import NotFound
from tenants.ibs import selectors
from tenants.ibs.models import Click, ClientPartner, Partner, ReferralLink
from tenants.ibs.rules import masking
from tenants.insight.partner_trades import trades_below
from tenants.trading.models import Deal

DAYS: Final = 30


class _Own(Resource):
    """For partners alone. What they see of clients is asked once a request."""

    scopes: ClassVar = {"GET": "partner:read"}

    @property
    def partner(self) -> Partner:
        self.viewer.must_be("partner")
        return self.viewer.partner

    def get_serializer_context(self) -> dict[str, Any]:
        # The description of the API is drawn without a broker, so without anybody's sight.
        described = getattr(self, "swagger_fake_view", False)
        return {**super().get_serializer_context(), "sight": None if described else selectors.sight()}


class PartnersClientBody(serializers.Serializer[ClientPartner]):
    id = serializers.UUIDField(source="client_id")
    number = serializers.IntegerField(source="client.number")
    name = serializers.SerializerMethodField(help_text="As the broker lets partners see it.")
    email = serializers.SerializerMethodField(help_text="Empty unless the broker shows it.")
    country = serializers.SerializerMethodField(help_text="Empty unless the broker shows it.")
    status = serializers.CharField(source="client.lead.status")
    brought_by = serializers.IntegerField(
        source="partner.number", help_text="Number of the partner it belongs to."
    )
    since = serializers.DateTimeField(source="valid_from")

    def get_name(self, row: ClientPartner) -> str:
        return masking.client_name(row.client.lead.name, self.context["sight"])

    def get_email(self, row: ClientPartner) -> str:
        return masking.client_email(row.client.user.email, self.context["sight"])

    def get_country(self, row: ClientPartner) -> str:
        return masking.client_country(row.client.country, self.context["sight"])


class PartnersTradeBody(serializers.Serializer[Deal]):
    id = serializers.IntegerField()
    client_number = serializers.IntegerField(source="account.client_number")
    symbol = serializers.CharField()
    side = serializers.CharField(help_text="The position's: closing a buy is a deal of side buy.")
    entry = serializers.CharField()
    lots = serializers.DecimalField(max_digits=28, decimal_places=10, normalize_output=True)
    price = serializers.DecimalField(max_digits=20, decimal_places=8, normalize_output=True)
    time = serializers.DateTimeField()


class LinkBody(serializers.Serializer[ReferralLink]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    code = serializers.CharField()
    address = serializers.SerializerMethodField()
    is_on = serializers.BooleanField()
    created_at = serializers.DateTimeField()

    def get_address(self, link: ReferralLink) -> str:
        return f"{address_of(tenancy.require(), 'client')}/r/{link.code}"


class ClickBody(serializers.Serializer[Click]):
    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    link_id = serializers.UUIDField(allow_null=True, help_text="Null: the partner's own code.")
    code = serializers.CharField()
    kind = serializers.ChoiceField(choices=["fresh", "repeat", "bot"])
    device = serializers.CharField()
    came_from = serializers.CharField(help_text="Host of the page with the link.")
    channel = serializers.CharField(help_text="utm_source as it came.")


@extend_schema_view(
    get=extend_schema(
        operation_id="partner_clients_list",
        summary="A partner's clients and those of its sub-IBs",
        tags=["partner"],
    )
)
class PartnersClients(_Own, ListAPIView[Any]):
    ordering = ("-valid_from", "-id")
    serializer_class = PartnersClientBody

    def get_queryset(self) -> QuerySet[ClientPartner]:
        return selectors.clients_of(self.partner)


@extend_schema_view(
    get=extend_schema(operation_id="partner_clients_get", summary="One of them", tags=["partner"])
)
class PartnersClient(_Own, RetrieveAPIView[Any]):
    serializer_class = PartnersClientBody

    def get_object(self) -> ClientPartner:
        found = selectors.clients_of(self.partner).filter(client_id=self.one()).first()
        if found is None:
            raise NotFound("There is no such client.")
        return found


@extend_schema_view(
    get=extend_schema(
        operation_id="partner_trades_list",
        summary="Trades of a partner's clients and those of its sub-IBs, of the last 30 days",
        tags=["partner"],
    )
)
class PartnersTrades(_Own, ListAPIView[Any]):
    ordering = ("-time", "-id")
    serializer_class = PartnersTradeBody

    def get_queryset(self) -> QuerySet[Deal]:
        now = clock.now()
        return trades_below(self.partner, since=now - timedelta(days=DAYS), until=now + timedelta(seconds=1))


@extend_schema_view(
    get=extend_schema(
        operation_id="partner_links_list", summary="A partner's links, newest first", tags=["partner"]
    )
)
class PartnersLinks(_Own, ListAPIView[Any]):
    serializer_class = LinkBody

    def get_queryset(self) -> QuerySet[ReferralLink]:
        return selectors.links_of(self.partner)


@extend_schema_view(
    get=extend_schema(
        operation_id="partner_clicks_list", summary="Clicks on them, newest first", tags=["partner"]
    )
)
class PartnersClicks(_Own, ListAPIView[Any]):
    ordering = ("-at", "-id")
    serializer_class = ClickBody

    def get_queryset(self) -> QuerySet[Click]:
        return selectors.clicks_of(self.partner)
