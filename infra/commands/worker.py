"""Work off the queues (Celery worker)."""

import click


@click.command("worker")
@click.option(
    "--queues", default="critical,default,bulk", show_default=True, help="Which queues, comma separated."
)
@click.option(
    "--processes", default=4, show_default=True, envvar="ATRIUM_WORKERS", help="How many tasks at once."
)
def command(queues: str, processes: int) -> None:
    """Work until SIGTERM, which lets tasks under way finish."""
    from infra.celery import app
    from infra.supervisor.warm import warm

    warm()  # before the processes part, which then share it
    app.worker_main(
        ["worker", f"--queues={queues}", f"--concurrency={processes}", "--hostname=worker@%h", "--loglevel=INFO",
         "--without-gossip", "--without-mingle"]
    )  # fmt: skip
