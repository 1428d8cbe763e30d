"""Let somebody into the vendor console: the first operator of a new deployment, or one more."""

import click


@click.command()
@click.argument("email")
@click.option("--name", required=True, help="As colleagues will read it.")
def command(email: str, name: str) -> None:
    """Makes the vendor's house if there is none, and EMAIL an operator who is mailed a link to set a password. Runs as owner."""
    from infra.commands._django import ready

    ready()
    from atrium.kernel.errors import AtriumError
    from infra.migrating import become_owner
    from infra.operators import add_operator

    become_owner()
    try:
        click.echo(add_operator(email=email, name=name))
    except AtriumError as refusal:
        raise click.ClickException(refusal.message) from refusal
