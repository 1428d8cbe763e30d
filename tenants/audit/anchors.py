"""Signed notes of where a chain ended, kept outside the database: a chain that its owner cuts or makes anew contradicts them.

The key is made of ATRIUM_ANCHOR_KEY (or, without one, of ATRIUM_KEK), which the database does not hold. Who takes the folder too
can still remove notes, so they may be mailed to somebody else as well (ATRIUM_ANCHOR_MAIL).
"""

import json
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.mail import send_mail

from atrium.kernel import clock, tenancy

from .models import Head
from .outside.check_export import is_signed, payload_of

KIND: Final = "atrium-audit-anchor-1"


@dataclass(frozen=True, slots=True)
class Anchor:
    """`hash` is hexadecimal, as everywhere outside the database."""

    broker: str
    seq: int
    hash: str
    at: str
    signature: str = ""
    kind: str = KIND

    @property
    def payload(self) -> bytes:
        return payload_of(asdict(self))

    @property
    def is_ours(self) -> bool:
        return is_signed(bytes.fromhex(public_key()), self.payload, bytes.fromhex(self.signature))


def anchor() -> Path | None:
    """Writes down where this broker's chain ends now. None if nothing was sealed yet."""
    head = Head.objects.first()
    if head is None:
        return None
    at = clock.now()
    made = _signed(Anchor(str(head.broker), head.seq, bytes(head.hash).hex(), at.isoformat()))
    path = _path(at, head.seq)
    path.parent.mkdir(parents=True, exist_ok=True)
    (_folder() / "public-key.txt").write_text(f"{public_key()}\n")
    path.write_text(json.dumps(asdict(made), indent=1) + "\n")
    _mail(path)
    return path


def anchors_of(broker: uuid.UUID) -> list[Anchor]:
    """In the order of the chain."""
    files = (_folder() / str(broker)).glob("*.json")
    found = [Anchor(**json.loads(file.read_text())) for file in files]
    return sorted(found, key=lambda anchor: anchor.seq)


def public_key() -> str:
    """What an outsider checks signatures with; 64 hexadecimal digits."""
    return _private_key().public_key().public_bytes_raw().hex()


def _signed(unsigned: Anchor) -> Anchor:
    signature = _private_key().sign(unsigned.payload).hex()
    return Anchor(unsigned.broker, unsigned.seq, unsigned.hash, unsigned.at, signature)


def _private_key() -> Ed25519PrivateKey:
    secret = settings.ENV.anchor_key or settings.ENV.kek
    derivation = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"atrium audit anchor v1")
    return Ed25519PrivateKey.from_private_bytes(derivation.derive(secret.encode()))


def _folder() -> Path:
    return Path(settings.ENV.anchors)


def _path(at: datetime, seq: int) -> Path:
    return _folder() / str(tenancy.require().broker_id) / f"{at:%Y-%m-%d}-{seq}.json"


def _mail(path: Path) -> None:
    if settings.ENV.anchor_mail:
        subject = f"Anchor of {tenancy.require().name}'s audit"
        send_mail(subject, path.read_text(), settings.DEFAULT_FROM_EMAIL, [settings.ENV.anchor_mail])
