"""Write the SQL template that new brokers are made from; after every change of a migration."""

import click


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; fail if the template is behind the migrations.")
def command(check: bool) -> None:
    """Works in the running product's server, in DATABASE_URL's, or in one that it starts for the purpose."""
    from infra.commands._django import ready
    from infra.supervisor import running

    running.adopt(as_owner=True)
    if check:
        ready()
        _check()
        return
    with running.some_database():
        ready()
        from atrium.brokers import template
        from infra import template as writing

        writing.write()
        click.echo(f"Wrote {template.FILE.name}.")


def _check() -> None:
    from atrium.brokers import template

    if not template.is_current():
        raise SystemExit("The template is behind the migrations. Run `make template`.")
