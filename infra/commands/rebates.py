"""`atrium rebates`: the engine on a scenario document, without a database; and days of a broker that have no lines yet."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from tenants.rebates import engine


@click.group(help="Compute and check rebates.")
def command() -> None:
    pass


@command.command(
    help="Compute the lines and totals of a scenario document (rebates as JSON; - reads standard input)."
)
@click.argument("scenario", metavar="SCENARIO.json")
@click.option(
    "--check", is_flag=True, help="Print only differences from what the document expects; exit 1 if any."
)
def run(scenario: str, check: bool) -> None:
    try:
        document = engine.parse_text(_read(scenario))
        result = engine.compute(document)
    except engine.BadDocument as bad:
        for fault in bad.faults:
            click.echo(str(fault), err=True)
        sys.exit(2)
    if not check:
        click.echo(engine.result_text(result))
        return
    found = engine.differences(document, result)
    for difference in found:
        click.echo(difference)
    sys.exit(1 if found else 0)


@command.command(
    help="Compute every closing deal of some days that has no lines yet: deals that were imported, or came while plans were not"
    " ready. Days are UTC, the last one included. Stopped at any moment and said again, it goes on where it was."
)
@click.argument("broker", metavar="BROKER")
@click.option("--since", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The first day.")
@click.option("--until", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The last day.")
def accrue(broker: str, since: datetime, until: datetime) -> None:
    if until < since:
        raise click.BadParameter("The last day is before the first.", param_hint="--until")
    from infra.commands._brokers import chosen

    [tenant] = chosen(broker)
    from atrium.kernel import tenancy
    from tenants.rebates.services import accrue_period

    with tenancy.entered(tenant):
        done = accrue_period(
            since=since.replace(tzinfo=UTC),
            until=until.replace(tzinfo=UTC) + timedelta(days=1),
            progress=lambda deals: click.echo(f"{deals:,} deals"),
        )
    click.echo(f"{broker}: {done.deals:,} deals looked at, {done.lines:,} lines written and posted.")


def _read(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise engine.BadDocument((engine.Fault("document", f"cannot be read ({error})"),)) from None
