"""Ask the web process of this container whether it is alive."""

import os
import urllib.error
import urllib.request

import click


@click.command("health")
@click.option("--ready", is_flag=True, help="Ask for what it needs too: database, Redis, worker, migrations.")
def command(ready: bool) -> None:
    """Exit 0 if it answers."""
    url = f"http://127.0.0.1:{os.environ.get('ATRIUM_PORT', '8000')}/{'readyz' if ready else 'healthz'}"
    try:
        with urllib.request.urlopen(url, timeout=4) as answer:
            click.echo(answer.read().decode().strip())
    except (urllib.error.URLError, OSError) as error:
        raise SystemExit(f"{url} does not answer well: {error}") from error
