"""Commands that need Django call `ready()` first; the others start without it."""

import os


def ready() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "infra.settings")
    from infra.supervisor import running

    running.adopt()
    import django

    django.setup()
