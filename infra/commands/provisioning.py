"""Make and remove brokers' schemas: the one worker that connects as the database's owner."""

import click


@click.command("provisioning")
def command() -> None:
    """Work off the queue `provisioning` until SIGTERM. Needs DATABASE_URL, the owner's address."""
    from infra.celery import app
    from infra.migrating import become_owner

    become_owner()
    app.worker_main(
        ["worker", "--queues=provisioning", "--pool=solo", "--hostname=provisioning@%h", "--loglevel=INFO",
         "--without-gossip", "--without-mingle"]
    )  # fmt: skip
