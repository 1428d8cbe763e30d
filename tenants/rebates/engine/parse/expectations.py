"""What a document expects of its own lines and totals."""

from tenants.rebates.engine.document import Expected, ExpectedTotal
from tenants.rebates.engine.parse.kinds import CURRENCY, DECIMAL, TEXT, WHOLE
from tenants.rebates.engine.parse.names import Names
from tenants.rebates.engine.parse.reader import Reader


def read_expect(root: Reader, names: Names) -> tuple[Expected, ...]:
    return tuple(_expected(row, names) for row in root.children("expect"))


def _expected(row: Reader, names: Names) -> Expected:
    given = {
        "deal": row.maybe("deal", names.deal),
        "event": row.maybe("event", names.event),
        "period": row.maybe("period", TEXT),
        "partner": row.maybe("partner", names.partner),
        "client": row.maybe("client", names.client),
        "plan": row.maybe("plan", names.plan),
        "level": row.maybe("level", WHOLE),
    }
    expected = Expected(
        {name: value for name, value in given.items() if value is not None},
        row.need("amount", DECIMAL),
        row.maybe("reason", TEXT),
    )
    row.done()
    return expected


def read_expect_totals(root: Reader, names: Names) -> tuple[ExpectedTotal, ...]:
    return tuple(_total(row, names) for row in root.children("expect_totals"))


def _total(row: Reader, names: Names) -> ExpectedTotal:
    client = row.maybe("client", names.client)
    party = "client" if row.has("client") else "partner"
    id = client if client is not None else row.need("partner", names.partner)
    row.raw("partner")
    total = ExpectedTotal(
        party,
        id,
        row.maybe("amount", DECIMAL),
        row.maybe("paid", DECIMAL),
        row.maybe("currency", CURRENCY),
    )
    row.done()
    return total
