"""Bring the database to this version: the registry and every broker's schema."""

import click


@click.command()
def command() -> None:
    """Runs as the owner (DATABASE_URL). A broker that fails keeps its old schema and is named; the others go on."""
    from infra.commands._django import ready

    ready()
    from infra.migrating import migrate

    result = migrate()
    click.echo(f"Migrated {len(result.migrated)} brokers; {len(result.current)} were current.")
    if result.failed:
        raise SystemExit(
            f"These failed and are as they were: {', '.join(result.failed)}. See brokers_migrationrun."
        )
