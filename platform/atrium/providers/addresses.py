"""Which addresses of the outside world we are willing to talk to.

A broker types the address of its own server or endpoint, so an address is a stranger's word: without this check it
could make us call our own network. The check runs on what the name *resolved to*, and the connection goes to exactly
that address, so neither a spelling (decimal, octal, IPv4 inside IPv6) nor a name that changes its mind gets past it.
"""

from __future__ import annotations

import ipaddress
import os
import socket

from atrium.providers.errors import NeverAgain, TryAgain

ALLOW_VARIABLE = "ATRIUM_ALLOW_PRIVATE"

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LOOPBACK = "127.0.0.1"


class AddressRefused(NeverAgain):
    """The address lies in a private network, and nobody has allowed it by name."""


def checked_address(host: str, port: int) -> str:
    """The IP address to connect to for `host`. Raises AddressRefused, or TryAgain if the name is not known."""
    host = host.strip("[]").rstrip(".").lower()
    addresses = _resolve(host, port)
    refused = [address for address in addresses if not is_public(address)]
    if refused and not _is_allowed(host, addresses, port):
        raise AddressRefused(
            f"The address {host}:{port} leads into a private network ({refused[0]}), so nothing was sent. "
            "Give the server's public address; for a server next door the operator can allow this pair "
            f"in {ALLOW_VARIABLE}.",
            code="private_address",
        )
    return str(addresses[0])


def is_public(address: IPAddress) -> bool:
    """Whether the address, and any IPv4 address wrapped inside it, belongs to the public Internet."""
    inner = _wrapped_ipv4(address)
    if inner is not None:
        return is_public(inner)
    return address.is_global and not address.is_multicast


def _wrapped_ipv4(address: IPAddress) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


def _resolve(host: str, port: int) -> list[IPAddress]:
    if host == "localhost" or host.endswith(".localhost"):
        return [ipaddress.ip_address(_LOOPBACK)]
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise TryAgain(
            f"The name {host} is not known (name server: {error}). Nothing was sent. Check the spelling "
            "of the address; if it is right, try again later.",
            code="unknown_host",
        ) from error
    # An IPv6 answer may carry a zone ("fe80::1%eth0"), which ip_address understands and the check needs not.
    return [ipaddress.ip_address(str(answer[4][0])) for answer in answers]


def _is_allowed(host: str, addresses: list[IPAddress], port: int) -> bool:
    """A pair may name the host as it was asked for, or the address that it resolved to."""
    allowed = {pair.strip().lower() for pair in os.environ.get(ALLOW_VARIABLE, "").split(",")}
    by_name = f"{host}:{port}" in allowed
    return by_name or all(f"{address}:{port}" in allowed or is_public(address) for address in addresses)
