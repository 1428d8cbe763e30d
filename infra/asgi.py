"""One ASGI application: pages and live sockets on one origin."""
# ruff: noqa: E402  (Django is set up before what needs it is imported)

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "infra.settings")

from django.core.asgi import get_asgi_application

pages = get_asgi_application()

from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path

from infra.sockets import house_of_socket
from portals.shared.live import LiveConsumer

application = ProtocolTypeRouter(
    {
        "http": pages,
        "websocket": house_of_socket(URLRouter([path("live/", LiveConsumer.as_asgi())])),
    }
)
