"""The server's certificate and the local authority that signed it, made at the first start and kept."""

from __future__ import annotations

import ssl
from pathlib import Path

import trustme

NAMES = ("localhost", "mt5.localhost", "127.0.0.1", "::1")


def server_context(folder: Path) -> ssl.SSLContext:
    """`ca.pem` in the folder is what a client must trust; the authority's own key is kept nowhere."""
    if not (folder / "server.pem").exists():
        _make(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context


def _make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    authority = trustme.CA(organization_name="Atrium local authority")
    certificate = authority.issue_cert(*NAMES, common_name="mt5.localhost")
    authority.cert_pem.write_to_path(folder / "ca.pem")
    secret = folder / "server.pem.new"
    secret.touch(mode=0o600)
    certificate.private_key_and_cert_chain_pem.write_to_path(secret)
    secret.rename(folder / "server.pem")  # last, so that a half-made pair is made again
