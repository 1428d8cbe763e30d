"""Django's own management commands: `atrium django migrate`, `atrium django shell` …"""

import click

from infra.supervisor import running


@click.command("django", context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Pass ARGUMENTS on to Django's management; talks to the servers of a running `make run`, if there are any."""
    from django.core.management import execute_from_command_line

    running.adopt(as_owner=True)
    execute_from_command_line(["atrium django", *arguments])
