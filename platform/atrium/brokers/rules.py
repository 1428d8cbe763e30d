"""What a broker may be called and which hosts it gets. Values in, values out."""

import re
from typing import Final

from atrium.kernel.errors import InvalidInput

_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?\Z")
_RESERVED: Final = frozenset(
    {"console", "www", "api", "my", "ib", "desk", "mail", "static", "admin", "vendor"}
)

SURFACE_PREFIXES: Final = {"staff": "desk", "client": "my", "ib": "ib", "api": "api"}


def check_slug(slug: str) -> str:
    """The broker's DNS label (RFC 1035, lower case), not one that the vendor needs."""
    if not _LABEL.match(slug) or slug.startswith("xn--"):
        raise InvalidInput(
            f"“{slug[:63]}” cannot be part of a host name. Use 1 to 40 small letters, digits and hyphens, "
            "beginning and ending with a letter or digit.",
            field="slug",
        )
    if slug in _RESERVED:
        raise InvalidInput(f"“{slug}” is kept for the vendor. Choose another name.", field="slug")
    return slug


def hosts(slug: str, root: str) -> dict[str, str]:
    """Surface → host name."""
    return {surface: f"{prefix}.{slug}.{root}" for surface, prefix in SURFACE_PREFIXES.items()}


def normalise_host(host: str) -> str:
    """As hosts are compared: without port, lower case, without the trailing dot, IDNA. Empty if it is no host name."""
    name = host.strip().lower()
    if name.startswith("["):
        return ""
    name = name.partition(":")[0].rstrip(".")
    try:
        name = name.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return name if re.fullmatch(r"[a-z0-9.-]{1,253}", name) else ""
