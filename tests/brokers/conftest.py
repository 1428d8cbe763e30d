"""Tests that make, copy and move houses work as the owner of the database, in a database that is thrown away."""

from collections.abc import Iterator

import pytest

from atrium.brokers.types import BrokerOrder


@pytest.fixture
def owner(committed: None) -> Iterator[None]:
    from infra.migrating import become_owner
    from tests import ground

    become_owner()
    try:
        yield
    finally:
        ground.connect_as_app()


@pytest.fixture
def order() -> BrokerOrder:
    return BrokerOrder(
        name="Corona Capital",
        slug="corona",
        admin_email="carol@corona.example",
        admin_name="Carol Admin",
        currency="CHF",
    )
