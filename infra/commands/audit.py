"""Prove that nobody changed what the audit holds, hand it to an outsider, note its end outside the database."""

import sys
from pathlib import Path

import click

from atrium.kernel import tenancy
from atrium.kernel.tenancy import Tenant
from infra.commands._brokers import chosen


@click.group()
def command() -> None:
    """Prove that nobody changed what the audit holds, hand it to an outsider, note its end outside the database."""


@command.command()
@click.argument("slug", metavar="[BROKER]", required=False)
@click.option("--all", "everybody", is_flag=True, help="Every active broker.")
def verify(slug: str | None, everybody: bool) -> None:
    """Recompute BROKER's chain from its first entry and compare it with the last anchor. Exit 1 if anything differs."""
    wrong = sum(_verify(tenant) for tenant in _asked(slug, everybody))
    sys.exit(1 if wrong else 0)


@command.command()
@click.argument("slug", metavar="BROKER")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def export(slug: str, file: Path) -> None:
    """Write BROKER's sealed entries to FILE, its manifest and a checker beside it. Personal values stay encrypted."""
    (tenant,) = chosen(slug)
    from tenants.audit import exporting
    from tenants.audit.services import seal_pending

    with tenancy.entered(tenant):
        seal_pending(most_blocks=10_000)
        count = exporting.export(file)
    click.echo(
        f"{tenant.slug}: {count} entries in {file}. Check them with: python3 check_export.py {file.name}"
    )


@command.command()
@click.argument("slug", metavar="[BROKER]", required=False)
@click.option("--all", "everybody", is_flag=True, help="Every active broker.")
def anchor(slug: str | None, everybody: bool) -> None:
    """Sign where BROKER's chain ends now and keep that in the folder of anchors."""
    tenants = _asked(slug, everybody)
    from tenants.audit import anchors

    for tenant in tenants:
        with tenancy.entered(tenant):
            path = anchors.anchor()
        click.echo(f"{tenant.slug}: {path or 'nothing is sealed yet, so there is nothing to anchor'}")
    if tenants:
        click.echo(f"Public key: {anchors.public_key()}")


def _asked(slug: str | None, everybody: bool) -> list[Tenant]:
    if bool(slug) == everybody:
        raise click.UsageError("Say which: BROKER or --all.")
    tenants = chosen(slug)
    if not tenants:
        click.echo("There is no active broker.")
    return tenants


def _verify(tenant: Tenant) -> int:
    from tenants.audit import verification

    with tenancy.entered(tenant):
        result = verification.verify_and_note()
    for fault in result.faults:
        click.echo(f"{tenant.slug}: entry {fault.seq}: {fault.kind}: {fault.text}", err=True)
    if result.holds:
        click.echo(
            f"{tenant.slug}: right. {result.entries} entries, none changed, missing or out of place;"
            f" {_anchored(result.anchored_seq)}."
        )
    return len(result.faults)


def _anchored(seq: int | None) -> str:
    if seq is None:
        return "no anchor yet, so a chain made anew as a whole would not show"
    return f"the anchor at entry {seq} agrees"
