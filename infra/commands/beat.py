"""Ring the bells of the clock (Celery beat); run exactly one."""

import click


@click.command("beat")
def command() -> None:
    """Send what infra/schedule.py names, each at its time, until SIGTERM."""
    from infra.celery import app
    from infra.clock import Clock
    from infra.supervisor import running

    app.amqp  # noqa: B018 - imported now: a stop in the middle of its import would end in a traceback
    folder = running.var() / "run"
    folder.mkdir(parents=True, exist_ok=True)
    Clock(app=app, schedule=str(folder / "beat")).run()
