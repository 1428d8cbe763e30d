"""From JSON text to a Scenario, or every fault of it by field path."""

import json
from decimal import localcontext

from tenants.rebates.engine.document import Scenario
from tenants.rebates.engine.faults import BadDocument, Fault, Faults
from tenants.rebates.engine.numbers import CONTEXT
from tenants.rebates.engine.parse import facts
from tenants.rebates.engine.parse.events import read_events
from tenants.rebates.engine.parse.expectations import read_expect, read_expect_totals
from tenants.rebates.engine.parse.kinds import TEXT
from tenants.rebates.engine.parse.names import names_of
from tenants.rebates.engine.parse.plans import read_plans
from tenants.rebates.engine.parse.reader import Reader
from tenants.rebates.engine.parse.tree import check_moves, check_tree


def parse_text(text: str | bytes) -> Scenario:
    try:
        data = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise BadDocument((Fault("document", f"is not JSON ({error})"),)) from None
    return parse(data)


def parse(data: object) -> Scenario:
    """Raises BadDocument with all faults; a scenario that is returned refers to nothing unknown."""
    if not isinstance(data, dict):
        raise BadDocument((Fault("document", "must be a JSON object"),))
    faults = Faults()
    with localcontext(CONTEXT):
        scenario = _scenario(Reader(data, "", faults))
    faults.raise_if_any()
    return scenario


def _scenario(root: Reader) -> Scenario:
    names = names_of(root.data)
    name = root.need("scenario", TEXT)
    root.maybe("description", TEXT)
    rates = facts.read_rates(root)
    symbols = facts.read_symbols(root)
    partners = facts.read_partners(root, names)
    clients = facts.read_clients(root, names)
    accounts = facts.read_accounts(root, names)
    plans = read_plans(root, names)
    deals = facts.read_deals(root, names)
    events = read_events(root, names)
    if check_tree(root):
        check_moves(root, events)
    _check_fee_accounts(root)
    expect, totals = read_expect(root, names), read_expect_totals(root, names)
    root.done()
    return Scenario(name, rates, symbols, partners, clients, accounts, plans, deals, events, expect, totals)


def _check_fee_accounts(root: Reader) -> None:
    owner = {str(row.raw("account")): row.raw("client") for row in root.children("accounts")}
    for row in root.children("events"):
        account = row.raw("account")
        if row.raw("type") != "copy_fee" or not isinstance(account, str) or account not in owner:
            continue
        if owner[account] != row.raw("client"):
            row.fail("account", "is an account of another client")


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is not JSON")
