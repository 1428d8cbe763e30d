#!/usr/bin/env python3
"""Checks an exported audit chain with Python's standard library alone.

    python3 check_export.py EXPORT.jsonl [--anchor ANCHOR.json ...] [--key PUBLIC_KEY]

EXPORT.jsonl has one line an entry: {"seq": 1, "hash": "…", "text": "…"}; EXPORT.jsonl.manifest.json beside it says the broker
and where the chain ends. An entry's hash is SHA-256 over the hash before it (32 zero bytes before the first), the broker's id
(16 bytes), the entry's number (8 bytes, big-endian) and its text (UTF-8). An anchor is a signed note of where the chain ended on
some day, kept outside the database: without one, a chain that was cut or made anew as a whole cannot be told from an honest one.

Prints one line a fault, with its position, and exits with 1; prints what holds and exits with 0.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

GENESIS = bytes(32)


class Sealed(NamedTuple):
    """An entry as it is kept. `hash` is what is written beside it, not what it should be."""

    seq: int
    hash: bytes
    text: str


class Fault(NamedTuple):
    """`seq` is the position in the chain; `kind` is changed, missing, out_of_place, cut, rebuilt, signature or manifest."""

    seq: int
    kind: str
    text: str


class Chain:
    """Walks once from the first entry to the last. After a fault it goes on from the hash that is written there, so that one
    change is one fault and not all that follow it."""

    def __init__(self, broker: uuid.UUID, anchored: Iterable[tuple[int, str]] = ()) -> None:
        self.broker = broker
        self.anchored = dict(anchored)
        self.seq, self.hash, self.count = 0, GENESIS, 0

    def walk(self, entries: Iterable[Sealed]) -> Iterator[Fault]:
        for entry in entries:
            yield from self._one(entry)
        for seq, _ in sorted(self.anchored.items()):
            yield Fault(
                seq, "cut", f"An anchor says that entry {seq} was there; the chain ends at {self.seq}."
            )

    def _one(self, entry: Sealed) -> Iterator[Fault]:
        self.count += 1
        if entry.seq <= self.seq:
            yield Fault(entry.seq, "out_of_place", f"Entry {entry.seq} stands after entry {self.seq}.")
            return
        if entry.seq > self.seq + 1:
            gone = f"{self.seq + 1}" if entry.seq == self.seq + 2 else f"{self.seq + 1} to {entry.seq - 1}"
            yield Fault(self.seq + 1, "missing", f"Entry {gone} is missing.")
        elif entry.hash != next_hash(self.hash, self.broker, entry.seq, entry.text):
            yield Fault(
                entry.seq,
                "changed",
                f"Entry {entry.seq} is not what was sealed, or the one before it is not.",
            )
        yield from self._anchor(entry)
        self.seq, self.hash = entry.seq, entry.hash

    def _anchor(self, entry: Sealed) -> Iterator[Fault]:
        expected = self.anchored.pop(entry.seq, None)
        if expected is not None and expected != entry.hash.hex():
            yield Fault(
                entry.seq,
                "rebuilt",
                f"Up to entry {entry.seq} this is another chain than the one that was anchored.",
            )


def next_hash(previous: bytes, broker: uuid.UUID, seq: int, text: str) -> bytes:
    return hashlib.sha256(previous + broker.bytes + seq.to_bytes(8, "big") + text.encode()).digest()


# -- anchors


def payload_of(anchor: dict[str, Any]) -> bytes:
    """What is signed: these five values as JSON, keys sorted, without spaces."""
    signed = {name: anchor[name] for name in ("at", "broker", "hash", "kind", "seq")}
    return json.dumps(signed, sort_keys=True, separators=(",", ":")).encode()


# Ed25519 verification after RFC 8032, section 5.1.7, for a library-free outsider. Slow and public: it only ever verifies.
_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)
_Point = tuple[int, int, int, int]


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    if len(public) != 32 or len(signature) != 64:
        return False
    key, commitment = _point(public), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or scalar >= _L:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % _L
    return _same(_times(scalar, _base()), _plus(commitment, _times(challenge, key)))


def _x_of(y: int, sign: int) -> int | None:
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P)
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if (x * x - square) % _P or (x == 0 and sign):
        return None
    return _P - x if x % 2 != sign else x


def _point(text: bytes) -> _Point | None:
    number = int.from_bytes(text, "little")
    y = number % 2**255
    x = _x_of(y, number >> 255) if y < _P else None
    return None if x is None else (x, y, 1, x * y % _P)


def _base() -> _Point:
    y = 4 * pow(5, _P - 2, _P) % _P
    x = _x_of(y, 0) or 0
    return x, y, 1, x * y % _P


def _plus(one: _Point, other: _Point) -> _Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % _P
    b = (one[1] + one[0]) * (other[1] + other[0]) % _P
    c, d = 2 * one[3] * other[3] * _D % _P, 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(scalar: int, point: _Point) -> _Point:
    result: _Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = _plus(result, point)
        point, scalar = _plus(point, point), scalar >> 1
    return result


def _same(one: _Point, other: _Point) -> bool:
    return (one[0] * other[2] - other[0] * one[2]) % _P == 0 == (one[1] * other[2] - other[1] * one[2]) % _P


# -- the program


def main(words: list[str]) -> int:
    options = _options(words)
    manifest = json.loads(Path(f"{options.export}.manifest.json").read_text(encoding="utf-8"))
    broker = uuid.UUID(manifest["broker"])
    anchors = [json.loads(Path(name).read_text(encoding="utf-8")) for name in options.anchor]
    faults = [fault for anchor in anchors for fault in _faults_of(anchor, broker, options.key)]
    chain = Chain(broker, [(anchor["seq"], anchor["hash"]) for anchor in anchors])
    with Path(options.export).open(encoding="utf-8") as lines:
        faults += list(chain.walk(_entry(line) for line in lines if line.strip()))
    faults += _manifest_faults(manifest, chain)
    for fault in faults:
        print(f"{fault.seq}: {fault.kind}: {fault.text}")
    if not faults:
        print(_what_holds(chain, anchors, bool(options.key)))
    return 1 if faults else 0


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Checks an exported audit chain. Needs Python 3.10 or newer, nothing else."
    )
    parser.add_argument("export", help="the exported entries, one JSON object a line")
    parser.add_argument(
        "--anchor", action="append", default=[], help="an anchor's file; may be given more than once"
    )
    parser.add_argument("--key", default="", help="the public key of the anchors, 64 hexadecimal digits")
    return parser.parse_args(words)


def _entry(line: str) -> Sealed:
    read = json.loads(line)
    return Sealed(read["seq"], bytes.fromhex(read["hash"]), read["text"])


def _faults_of(anchor: dict[str, Any], broker: uuid.UUID, key: str) -> Iterator[Fault]:
    if anchor["broker"] != str(broker):
        yield Fault(anchor["seq"], "signature", "This anchor is of another broker.")
    elif key and not is_signed(bytes.fromhex(key), payload_of(anchor), bytes.fromhex(anchor["signature"])):
        yield Fault(anchor["seq"], "signature", "This anchor is not signed by that key.")


def _manifest_faults(manifest: dict[str, Any], chain: Chain) -> Iterator[Fault]:
    if (manifest["last"], manifest["head"]) != (chain.seq, chain.hash.hex()):
        yield Fault(
            chain.seq,
            "manifest",
            f"The manifest says that the chain ends at entry {manifest['last']}, with another hash.",
        )


def _what_holds(chain: Chain, anchors: list[dict[str, Any]], with_key: bool) -> str:
    said = f"{chain.count} entries, none changed, missing or out of place; the chain ends with {chain.hash.hex()}."
    if not anchors:
        return f"{said} No anchor was given: whether the chain was cut or made anew as a whole, this cannot tell."
    newest = max(anchor["seq"] for anchor in anchors)
    signed = "signature checked" if with_key else "signature not checked: give --key"
    return f"{said} It agrees with the anchor at entry {newest} ({signed})."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
