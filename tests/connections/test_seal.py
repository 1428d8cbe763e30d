"""A sealed secret opens in its own place with its own key, and nowhere else."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from tenants.connections import seal
from tenants.connections.seal import CannotOpen, Place

KEK = seal.key_encryption_key("a long random text of an operator, 32 and more")
PLACE = Place("broker-1", "connections_connection", "credentials", "row-1")
KEY = seal.new_data_key(1)
SECRET = b'{"secret_key": "sk_live_canary"}'


def test_what_was_sealed_opens() -> None:
    sealed = seal.seal(SECRET, KEY, PLACE)
    assert seal.open_sealed(sealed, KEY, PLACE) == SECRET
    assert (sealed.startswith("v1:1:"), seal.version_of(sealed)) == (True, 1)


def test_the_same_secret_is_sealed_differently_each_time() -> None:
    assert seal.seal(SECRET, KEY, PLACE) != seal.seal(SECRET, KEY, PLACE)


@pytest.mark.parametrize("part", ["broker", "table", "column", "row"])
def test_a_sealed_value_that_was_moved_does_not_open(part: str) -> None:
    sealed = seal.seal(SECRET, KEY, PLACE)
    with pytest.raises(CannotOpen):
        seal.open_sealed(sealed, KEY, replace(PLACE, **{part: "other"}))


def test_a_touched_value_does_not_open() -> None:
    head, _, text = seal.seal(SECRET, KEY, PLACE).rpartition(":")
    for place in range(len(base64.b64decode(text))):
        touched = bytearray(base64.b64decode(text))
        touched[place] ^= 1
        with pytest.raises(CannotOpen):
            seal.open_sealed(f"{head}:{base64.b64encode(touched).decode()}", KEY, PLACE)


def test_another_key_does_not_open() -> None:
    with pytest.raises(CannotOpen):
        seal.open_sealed(seal.seal(SECRET, KEY, PLACE), seal.new_data_key(1), PLACE)


def test_a_wrapped_key_opens_with_its_kek_only() -> None:
    place = Place("broker-1", "connections_datakey", "wrapped", "1")
    wrapped = seal.wrap(KEY, KEK, place)
    assert seal.unwrap(1, wrapped, KEK, place).secret == KEY.secret
    with pytest.raises(CannotOpen):
        seal.unwrap(1, wrapped, seal.key_encryption_key("another long random text, 32 characters"), place)
    with pytest.raises(CannotOpen):
        seal.unwrap(1, wrapped, KEK, replace(place, broker="broker-2"))


@pytest.mark.parametrize("text", ["", "v1", "v2:1:abc", "v1:x:abc", "plain text"])
def test_what_is_not_sealed_is_not_opened(text: str) -> None:
    with pytest.raises(CannotOpen):
        seal.version_of(text)


def test_a_key_does_not_show_itself() -> None:
    assert KEY.secret.hex() not in repr(KEY)
    assert repr(KEY) == "DataKey(version=1)"
