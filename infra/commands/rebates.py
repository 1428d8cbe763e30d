"""`atrium rebates`: the rebate engine on a scenario document, without a database."""

import sys
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


def _read(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise engine.BadDocument((engine.Fault("document", f"cannot be read ({error})"),)) from None
