"""A scenario document as rows of a broker's house, so that production computes it. Ids become numbers in the same order."""

import re
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from tenants.clients.models import Client
from tenants.ibs.models import ClientPartner, Partner, PartnerParent, PartnerRank, PartnerStatus
from tenants.identity.models import Person, User
from tenants.leads.models import Lead
from tenants.rates.models import Rate
from tenants.rebates.models import AccountTerms, DealFacts, Happening, Plan
from tenants.trading.models import Deal, Product, Server, Symbol, TradingAccount

Document = dict[str, Any]
BEFORE = datetime(2000, 1, 1, tzinfo=UTC)
DATED = {"move", "assign", "status", "rank"}


class Loaded:
    """From the document's ids to those that production uses on its lines."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.partners = _numbered(document, "partners", "partner", 1001)
        self.clients = _numbered(document, "clients", "client", 2001)
        self.accounts = _numbered(document, "accounts", "account", 300_001)
        self.deals = _numbered(document, "deals", "deal", 500_001)
        self.plans = {name: f"p{n:03}" for n, name in enumerate(sorted(_ids(document, "plans", "plan")), 1)}
        self.people: dict[str, Person] = {}
        self.rows: dict[str, Partner] = {}
        self.client_rows: dict[str, Client] = {}
        self.account_rows: dict[str, TradingAccount] = {}
        self.deal_rows: dict[str, Deal] = {}

    def plan_id(self, name: str | None) -> str:
        return f"{self.plans[name]}-v1" if name else ""

    def source(self, kind: str, name: str) -> str:
        return f"mt5-live:{self.deals[name]}" if kind == "deal" else name


def load(document: Document, *, batch: uuid.UUID | None = None) -> Loaded:
    """Everything but the deals, unless a batch for them is given."""
    loaded = Loaded(document)
    # The plan that a house begins with would compete.
    Plan.objects.filter(status=Plan.Status.PUBLISHED, valid_to=None).update(valid_to=BEFORE)
    for row in document.get("rates", ()):
        at = _time(row.get("at")) or BEFORE
        Rate.objects.create(base=row["base"], quote=row["quote"], rate=Decimal(row["rate"]), at=at)
    for row in document.get("symbols", ()):
        Symbol.objects.create(
            symbol=row["symbol"], quote=row["quote"], digits=5, contract_size=Decimal(row["contract_size"]),
            pip_size=Decimal(row["pip_size"]), groups=row.get("groups") or [],
        )  # fmt: skip
    _partners(loaded, loaded.people)
    _clients(loaded, loaded.people)
    _accounts(loaded)
    _dated(loaded)
    _happenings(loaded)
    _plans(loaded)
    if batch is not None:
        record(loaded, document.get("deals", ()), batch)
    return loaded


def record(loaded: Loaded, deals: Iterable[Document], batch: uuid.UUID) -> None:
    """As a trading server's batch."""
    server = Server.objects.get(code="mt5-live")
    for row in deals:
        account = loaded.account_rows[row["account"]]
        loaded.deal_rows[row["deal"]] = Deal.objects.create(
            server=server, ticket=loaded.deals[row["deal"]], login=account.login, account=account, batch_id=batch,
            action="sell" if row["side"] == "buy" else "buy", entry="out", side=row["side"], symbol=row["symbol"],
            lots=Decimal(row["lots"]), closed_lots=Decimal(row["lots"]), price=Decimal(row["close_price"]),
            open_price=Decimal(row["open_price"]), opened_at=_time(row["open_time"]), time=_time(row["close_time"]),
            commission=-Decimal(row.get("commission") or 0), profit=Decimal(row.get("profit") or 0),
            position_id=loaded.deals[row["deal"]], digest="x", recorded_at=BEFORE,
        )  # fmt: skip
    for row in deals:
        _facts(loaded, row)


def _facts(loaded: Loaded, row: Document) -> None:
    told = {
        name: Decimal(row[name])
        for name in ("spread", "markup", "revenue", "equity", "credit")
        if row.get(name)
    }
    flags, other = row.get("flags") or [], row.get("close_by")
    if told or flags or other:
        DealFacts.objects.create(
            deal_id=loaded.deal_rows[row["deal"]].pk, flags=flags,
            close_by=loaded.deal_rows[other].pk if other in loaded.deal_rows else None, **told,
        )  # fmt: skip


def _partners(loaded: Loaded, people: dict[str, Person]) -> None:
    for row in loaded.document.get("partners", ()):
        number = loaded.partners[row["partner"]]
        payout = row.get("payout") or {}
        person = _person(people, row.get("person"))
        user = User.objects.create(
            realm="partner",
            login=f"partner:{number}",
            email=f"p{number}@x.example",
            name=row["partner"],
            person=person,
        )
        loaded.rows[row["partner"]] = partner = Partner.objects.create(
            number=number, user=user, person=person, name=row["partner"], code=f"c{number}",
            currency=row.get("currency") or "USD", ratio=Decimal(row.get("ratio") or 1),
            client_shares=row.get("client_shares") or {}, payout_schedule=payout.get("schedule") or "instant",
            payout_delay_days=payout.get("delay_days") or 0,
        )  # fmt: skip
        if row.get("status") == "suspended":
            PartnerStatus.objects.create(partner=partner, status="suspended", valid_from=BEFORE)
        if row.get("rank"):
            PartnerRank.objects.create(partner=partner, rank=row["rank"], valid_from=BEFORE)
    for row in loaded.document.get("partners", ()):
        if row.get("parent"):
            PartnerParent.objects.create(
                partner=loaded.rows[row["partner"]], parent=loaded.rows[row["parent"]], valid_from=BEFORE
            )


def _clients(loaded: Loaded, people: dict[str, Person]) -> None:
    for row in loaded.document.get("clients", ()):
        number = loaded.clients[row["client"]]
        person = _person(people, row.get("person"))
        user = User.objects.create(
            realm="client",
            login=f"client:{number}",
            email=f"c{number}@x.example",
            name=row["client"],
            person=person,
        )
        lead = Lead.objects.create(number=number, person=person, name=row["client"], email=user.email)
        loaded.client_rows[row["client"]] = client = Client.objects.create(
            number=number, lead=lead, user=user, group=row.get("group") or "", country=row.get("country") or "",
            currency=row.get("currency") or "USD", kyc_level=row.get("kyc_level") or 0,
        )  # fmt: skip
        _stakes(loaded, client, row, BEFORE)


def _stakes(loaded: Loaded, client: Client, row: Document, at: datetime) -> None:
    stakes = row.get("partners") or (
        [{"partner": row["partner"], "share": "1"}] if row.get("partner") else []
    )
    for stake in stakes:
        ClientPartner.objects.create(
            client=client, partner=loaded.rows[stake["partner"]], share=Decimal(stake["share"]), valid_from=at
        )


def _accounts(loaded: Loaded) -> None:
    server, _ = Server.objects.get_or_create(
        code="mt5-live",
        defaults={"name": "Live", "vendor": "mt5", "kind": "live", "connection_id": uuid.uuid4()},
    )
    for row in loaded.document.get("accounts", ()):
        if row.get("platform") and row["platform"] != server.vendor:
            Server.objects.filter(id=server.id).update(vendor=row["platform"])
        factor, currency = row.get("volume_factor") or "1", row.get("currency") or "USD"
        code = re.sub(r"[^A-Za-z0-9-]", "-", row.get("type") or f"plain-{factor}")
        product, _ = Product.objects.get_or_create(
            code=code,
            defaults={
                "name": code, "kind": "live", "server": server, "group": row.get("group") or "",
                "currency": currency, "volume_factor": Decimal(factor),
            },
        )  # fmt: skip
        client = loaded.client_rows[row["client"]]
        loaded.account_rows[row["account"]] = account = TradingAccount.objects.create(
            client_id=client.id, client_number=client.number, server=server, product=product,
            login=loaded.accounts[row["account"]], group=row.get("group") or "", currency=currency, kind="live",
            leverage=100,
        )  # fmt: skip
        if row.get("redirect") or row.get("rebates") is False:
            AccountTerms.objects.create(
                account_id=account.id,
                redirect=loaded.rows[row["redirect"]] if row.get("redirect") else None,
                rebates=row.get("rebates") is not False,
            )


def _dated(loaded: Loaded) -> None:
    """Changes in the order of (at, id); of several at one second the last counts."""
    events = [row for row in loaded.document.get("events", ()) if row["type"] in DATED]
    for row in sorted(events, key=lambda row: (row["at"], row["id"])):
        at = _time(row["at"])
        assert at is not None
        if row["type"] == "assign":
            client = loaded.client_rows[row["client"]]
            _end(ClientPartner.objects.filter(client=client), at)
            _stakes(loaded, client, row, at)
            continue
        partner = loaded.rows[row["partner"]]
        if row["type"] == "move":
            _end(PartnerParent.objects.filter(partner=partner), at)
            if row.get("parent"):
                PartnerParent.objects.create(
                    partner=partner, parent=loaded.rows[row["parent"]], valid_from=at
                )
        elif row["type"] == "status":
            _end(PartnerStatus.objects.filter(partner=partner), at)
            PartnerStatus.objects.create(partner=partner, status=row["status"], valid_from=at)
        else:
            _end(PartnerRank.objects.filter(partner=partner), at)
            PartnerRank.objects.create(partner=partner, rank=row["rank"], valid_from=at)


def _end(rows: Any, at: datetime) -> None:
    rows.filter(valid_to=None, valid_from=at).delete()
    rows.filter(valid_to=None).update(valid_to=at)


def _happenings(loaded: Loaded) -> None:
    for row in loaded.document.get("events", ()):
        if row["type"] in DATED or row["type"] == "payout":
            continue
        facts = {key: value for key, value in row.items() if key not in ("type", "id", "at", "client")}
        if row["type"] == "reverse":
            facts["of"] = f"mt5-live:{loaded.deals[row['of']]}" if row["of"] in loaded.deals else row["of"]
            facts |= {"partner": str(loaded.partners[row["partner"]])} if row.get("partner") else {}
        if row.get("manager"):
            facts["manager"] = str(loaded.clients[row["manager"]])
        if row.get("account"):
            facts["account"] = f"mt5-live:{loaded.accounts[row['account']]}"
        Happening.objects.create(
            code=row["id"], kind=row["type"], at=_time(row["at"]), facts=facts,
            client=loaded.client_rows[row["client"]] if row.get("client") else None,
        )  # fmt: skip


def _plans(loaded: Loaded) -> None:
    for row in loaded.document.get("plans", ()):
        document = {key: value for key, value in row.items() if key not in ("plan", "from", "to")}
        Plan.objects.create(
            code=loaded.plans[row["plan"]], name=row["plan"], document=_renamed(document, loaded),
            status=Plan.Status.PUBLISHED, published_at=BEFORE, valid_from=_time(row.get("from")),
            valid_to=_time(row.get("to")),
        )  # fmt: skip


def _renamed(document: Document, loaded: Loaded) -> Document:
    def number(name: str) -> str:
        return str(loaded.partners[name])

    select, distribution = dict(document.get("select") or {}), dict(document["distribution"])
    for key in ("partner", "tree"):
        if key in select:
            select[key] = [number(name) for name in select[key]]
    if distribution.get("fractions"):
        distribution["fractions"] = {number(name): value for name, value in distribution["fractions"].items()}
    if distribution["kind"] == "gap" and distribution.get("rates"):
        distribution["rates"] = {number(name): value for name, value in distribution["rates"].items()}
    if distribution.get("master"):
        partners = [number(name) for name in distribution["master"]["partners"]]
        distribution["master"] = {**distribution["master"], "partners": partners}
    if select.get("account_type"):
        select["account_type"] = [re.sub(r"[^A-Za-z0-9-]", "-", name) for name in select["account_type"]]
    return {**document, "select": select, "distribution": distribution}


def _person(people: dict[str, Person], name: str | None) -> Person:
    if name is None:
        return Person.objects.create()
    if name not in people:
        people[name] = Person.objects.create()
    return people[name]


def _ids(document: Document, rows: str, key: str) -> list[str]:
    return [row[key] for row in document.get(rows, ())]


def _numbered(document: Document, rows: str, key: str, first: int) -> dict[str, int]:
    """As many digits for all, in the order of the ids: numbers as text compare as the ids did."""
    return {name: first + place for place, name in enumerate(sorted(_ids(document, rows, key)))}


def _time(text: str | None) -> Any:
    """A moment, or none where none was given."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None
