"""One broker's credentials at each provider, sealed at rest, and the door that the provider calls."""

from typing import Final

SECRET_COLUMNS: Final = {
    "connections_datakey": ("wrapped",),
    "connections_connection": ("credentials", "public_key"),
}
