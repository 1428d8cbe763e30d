"""Ring the bells of the clock (Celery beat); run exactly one."""

import click


@click.command("beat")
def command() -> None:
    """Send what infra/schedule.py names, each at its time, until SIGTERM."""
    from django.conf import settings

    from infra.celery import app
    from infra.supervisor import running

    assert settings.configured
    folder = running.var() / "run"
    folder.mkdir(parents=True, exist_ok=True)
    app.Beat(schedule=str(folder / "beat"), loglevel="INFO", quiet=True).run()
