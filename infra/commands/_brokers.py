"""For commands that work in brokers' houses: which ones, once the product's database answers."""

import click

from atrium.kernel.tenancy import Tenant


def chosen(slug: str | None) -> list[Tenant]:
    """The broker of that short name, or every active one."""
    from infra.supervisor import running

    if not running.adopt():
        raise click.ClickException(
            "There is no database to look into. Start the product with `make run`, or name one in DATABASE_URL."
        )
    from infra.commands._django import ready

    ready()
    from atrium.brokers import selectors as brokers

    return brokers.active_tenants() if slug is None else [brokers.tenant_by_slug(slug)]
