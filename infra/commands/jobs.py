"""Work off long work (imports, exports, bulk actions): a worker of its own, so that an hour's work delays nothing live."""

import click


@click.command("jobs")
def command() -> None:
    """Work until SIGTERM. One job at a time, in turns; a process that grew by a large workbook is replaced."""
    from infra.celery import app

    app.worker_main(
        ["worker", "--queues=jobs", "--concurrency=1", "--hostname=jobs@%h", "--loglevel=INFO",
         "--max-memory-per-child=300000", "--without-gossip", "--without-mingle"]
    )  # fmt: skip
