"""Import the product once, so that every process forked afterwards shares it."""

import os
from importlib import import_module

from infra.supervisor import child


def warm() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "infra.settings")
    import_module("infra.celery").app.loader.import_default_modules()
    import_module("infra.asgi")
    import_module("uvicorn.protocols.http.httptools_impl")
    import_module("uvicorn.protocols.websockets.websockets_sansio_impl")
    import_module("celery.bin.worker")
    resolve_urls()
    child.freeze()


def resolve_urls() -> None:
    """Every surface's views, which whoever draws a row for a page needs too: the first event would wait for them."""
    from django.conf import settings
    from django.urls import get_resolver

    for urlconf in (settings.ROOT_URLCONF, *settings.SURFACE_URLCONFS.values()):
        get_resolver(urlconf).url_patterns  # noqa: B018 - reading it imports every view


def become_owner() -> None:
    """In a forked process that migrates or provisions."""
    from infra import migrating

    migrating.become_owner()


def become_server() -> None:
    """In every other process: the owner's address is not even in the environment."""
    os.environ.pop("DATABASE_URL", None)
