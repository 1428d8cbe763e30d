"""The fake needs no more than the name of the world it lives in."""

from atrium.providers.manifest import Field, Manifest

MANIFEST = Manifest(
    code="fake",
    label="Trading server in memory",
    capabilities=frozenset(
        {"create_account", "balance", "deals", "positions", "groups", "symbols", "online"}
    ),
    fields=(Field("world", "World", "Adapters with the same world see the same accounts"),),
)
