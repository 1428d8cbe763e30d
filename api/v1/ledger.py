"""The ledger from outside: the statement of one's own wallet, and to staff the entries of any account."""

from datetime import timedelta
from itertools import islice
from typing import Any, ClassVar, Final

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.resource import MaskedMoney, MoneyField, Resource
from atrium.kernel.errors import InvalidInput
from tenants.ledger import addresses, selectors
from tenants.ledger.types import Entry

_MOST: Final = 10_000
_LONGEST: Final = timedelta(days=366 * 10)


class EntryBody(serializers.Serializer[Entry]):
    sequence = serializers.IntegerField()
    transaction_id = serializers.UUIDField()
    money = MaskedMoney(help_text="Positive came in, negative went out.")
    kind = serializers.CharField()
    effective_at = serializers.DateTimeField()
    reverses = serializers.UUIDField(allow_null=True, help_text="The movement whose mirror image this is.")


class StaffEntryBody(EntryBody):
    address = serializers.CharField()
    counterpart = serializers.CharField()
    key = serializers.CharField()


class EntriesBody(serializers.Serializer[Any]):
    results = StaffEntryBody(many=True)
    next_cursor = serializers.IntegerField(allow_null=True)


class StatementRowBody(EntryBody):
    balance = MoneyField(help_text="What the wallet held after it.")


class StatementBody(serializers.Serializer[Any]):
    currency = serializers.CharField()
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    opening = MoneyField()
    closing = MoneyField()
    count = serializers.IntegerField()
    rows = StatementRowBody(many=True)


class EntriesAsked(serializers.Serializer[Any]):
    address = serializers.CharField(max_length=120)
    cursor = serializers.IntegerField(required=False, min_value=1)
    limit = serializers.IntegerField(required=False, default=50, min_value=1, max_value=200)


class StatementAsked(serializers.Serializer[Any]):
    currency = serializers.RegexField(r"^[A-Z0-9]{3,8}$", required=False)
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()


class Entries(Resource):
    scopes: ClassVar = {"GET": "ledger:read"}

    @extend_schema(
        operation_id="ledger_entries_list",
        summary="Entries of one ledger account, newest first",
        description="For staff. `next_cursor` asks for what is older; null means that was all.",
        tags=["money"],
        parameters=[EntriesAsked],
        responses={200: EntriesBody},
    )
    def get(self, request: Request) -> Response:
        viewer = self.viewer
        viewer.must_be("staff")
        viewer.permitted("finance.view")
        asked = _read(EntriesAsked, request)
        page = selectors.entries(str(addresses.parse(asked["address"])), asked.get("cursor"), asked["limit"])
        body = {"results": page.entries, "next_cursor": page.next_cursor}
        return Response(EntriesBody(body, context={"view": self}).data)


class WalletStatement(Resource):
    scopes: ClassVar = {"GET": "statements:read"}

    @extend_schema(
        operation_id="statements_get",
        summary="The statement of one's own wallet",
        description="From `since` on and before `until`, oldest first; opening and rows add up to closing. "
        "At most 10,000 rows: for more, ask for shorter times.",
        tags=["money"],
        parameters=[StatementAsked, OpenApiParameter("currency", str, description="One's own, if not said.")],
        responses={200: StatementBody},
    )
    def get(self, request: Request) -> Response:
        viewer = self.viewer
        viewer.must_be("client", "partner")
        owner = viewer.client if viewer.realm == "client" else viewer.partner
        asked = _read(StatementAsked, request)
        if not asked["since"] < asked["until"]:
            raise InvalidInput("The statement ends after it begins.", field="until")
        if asked["until"] - asked["since"] > _LONGEST:
            raise InvalidInput("A statement covers ten years at most.", field="since")
        currency = asked.get("currency") or owner.currency
        wallet = addresses.client_wallet if viewer.realm == "client" else addresses.ib_wallet
        found = selectors.statement(wallet(owner.number, currency), asked["since"], asked["until"])
        if found.count > _MOST:
            raise InvalidInput(f"This time has {found.count:,} rows. Ask for a shorter one.", field="since")
        rows = [_row(row.entry, row.balance) for row in islice(found.rows, _MOST)]
        body = {
            "currency": currency, "since": found.since, "until": found.until, "opening": found.opening,
            "closing": found.closing, "count": found.count, "rows": rows,
        }  # fmt: skip
        return Response(StatementBody(body, context={"view": self}).data)


def _row(entry: Entry, balance: object) -> dict[str, Any]:
    names = ("sequence", "transaction_id", "money", "kind", "effective_at", "reverses")
    return {name: getattr(entry, name) for name in names} | {"balance": balance}


def _read(form: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    asked = form(data=request.query_params.dict())
    asked.is_valid(raise_exception=True)
    return dict(asked.validated_data)
