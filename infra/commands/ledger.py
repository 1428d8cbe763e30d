"""Prove that the ledgers agree with their history."""

import sys

import click

from atrium.kernel.tenancy import Tenant
from infra.commands._brokers import chosen


@click.group()
def command() -> None:
    """Prove that the ledgers agree with their history."""


@command.command()
@click.option("--broker", "slug", help="One broker, by its short name.")
@click.option("--all", "everybody", is_flag=True, help="Every active broker.")
def verify(slug: str | None, everybody: bool) -> None:
    """Prove balances, holds, sealed days and their chain by all movements, and business rows by their postings and the
    other way round. Exit 1 if anything differs."""
    if bool(slug) == everybody:
        raise click.UsageError("Say which: --broker NAME or --all.")
    tenants = chosen(slug)
    wrong = sum(_verify(tenant) for tenant in tenants)
    if not tenants:
        click.echo("There is no active broker.")
    sys.exit(1 if wrong else 0)


def _verify(tenant: Tenant) -> int:
    from atrium.kernel import tenancy
    from tenants.ledger import selectors

    with tenancy.entered(tenant):
        found = [*selectors.verify(), *selectors.verify_rows()]
        lines = selectors.trial_balance()
    if not found:
        click.echo(
            f"{tenant.slug}: right. {len(lines)} lines in the trial balance, each currency adds up to zero."
        )
    for item in found:
        click.echo(
            f"{tenant.slug}: {item.check}: {item.subject} should be {item.expected}, is {item.found}.",
            err=True,
        )
    return len(found)
