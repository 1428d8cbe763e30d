from pathlib import Path

import pytest
from redis import Redis as Client
from redis.exceptions import AuthenticationError

from infra.embedded import Redis


def test_only_with_the_password(tmp_path: Path) -> None:
    with Redis(tmp_path / "redis", durable=False) as server:
        assert Client.from_url(server.url).ping()
        with pytest.raises(AuthenticationError):
            Client(port=server.port or 0).ping()


def test_it_listens_on_the_loopback_address_only(tmp_path: Path) -> None:
    with Redis(tmp_path / "redis", durable=False) as server:
        assert Client.from_url(server.url).config_get("bind") == {"bind": "127.0.0.1"}


@pytest.mark.parametrize(("durable", "kept"), [(True, b"v"), (False, None)])
def test_durable_keeps_its_keys_over_a_restart(tmp_path: Path, durable: bool, kept: bytes | None) -> None:
    for _ in range(2):
        with Redis(tmp_path / "redis", durable=durable) as server:
            client = Client.from_url(server.url)
            found = client.get("k")
            client.set("k", "v")
    assert found == kept


def test_a_folder_with_a_blank_in_its_name(tmp_path: Path) -> None:
    with Redis(tmp_path / "my redis") as server:
        assert Client.from_url(server.url).ping()
