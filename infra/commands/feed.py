"""Read the deals of all brokers' trading servers."""

import signal
import threading

import click

from infra.commands import _django


@click.command("feed")
def command() -> None:
    """Read deals until SIGTERM; what is being stored then is stored."""
    _django.ready()
    from infra.feed.watch import Watch

    watch = Watch()
    for name in (signal.SIGTERM, signal.SIGINT):
        # In a thread, because the interrupted one may itself hold the lock that `end` needs.
        signal.signal(name, lambda *_: threading.Thread(target=watch.end).start())
    watch.look()
    click.echo("Feed is running.")
    watch.run()
    click.echo("Feed has stopped.")
