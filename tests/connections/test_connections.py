"""A broker's credentials go in, are used, and never come out."""

from __future__ import annotations

import pytest
from django.db import connection as database

from atrium.kernel import tenancy
from atrium.kernel.errors import InvalidInput, NotFound
from atrium.kernel.ids import new_id
from tenants.activity.models import Entry
from tenants.connections import keys, seal, selectors, services
from tenants.connections.models import Connection, DataKey
from tenants.connections.seal import CannotOpen

CANARY = "sk_test_canary_4f2a"
CARDS = {"secret_key": CANARY, "webhook_secret": "whsec_canary_77", "base_url": "http://127.0.0.1:9"}


def cards() -> Connection:
    return services.create_connection(kind="psp", vendor="stripe", label="Cards", credentials=CARDS)


def rows(table: str) -> str:
    with database.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        return repr(
            [
                bytes(cell) if isinstance(cell, memoryview) else cell
                for row in cursor.fetchall()
                for cell in row
            ]
        )


def test_no_table_holds_a_secret_in_plain(in_acme: tenancy.Tenant) -> None:
    cards()
    for table in ("connections_connection", "connections_datakey", "activity_entry"):
        assert "canary" not in rows(table)


def test_a_page_may_show_the_last_four_characters_of_a_secret(in_acme: tenancy.Tenant) -> None:
    assert cards().shown == {
        "secret_key": "…4f2a",
        "webhook_secret": "…y_77",
        "base_url": "http://127.0.0.1:9",
    }


def test_an_adapter_is_built_with_the_credentials(in_acme: tenancy.Tenant) -> None:
    fake = {"memory": "acme", "webhook_secret": "whsec_of_the_fake"}
    connection = services.create_connection(kind="psp", vendor="fake", label="", credentials=fake)
    assert connection.label == "Fake PSP"
    assert services.open_psp(connection.id).fetch_payout("nobody") is None
    assert services.open_adapter(connection.id) is not None
    with pytest.raises(NotFound):
        services.open_trading(connection.id)


def test_credentials_copied_to_another_row_do_not_open(in_acme: tenancy.Tenant) -> None:
    mine, other = cards(), cards()
    Connection.objects.filter(id=other.id).update(credentials=mine.credentials)
    with pytest.raises(CannotOpen):
        services.open_psp(other.id)


def test_credentials_copied_to_another_broker_do_not_open(
    in_acme: tenancy.Tenant, borealis: tenancy.Tenant
) -> None:
    mine = cards()
    key = DataKey.objects.get()
    with tenancy.entered(borealis):
        DataKey.objects.create(version=key.version, wrapped=key.wrapped, created_at=key.created_at)
        Connection.objects.bulk_create([mine])
        with pytest.raises(CannotOpen):
            services.open_psp(mine.id)


def test_each_broker_has_a_key_of_its_own(in_acme: tenancy.Tenant, borealis: tenancy.Tenant) -> None:
    cards()
    with tenancy.entered(borealis):
        cards()
        theirs = bytes(DataKey.objects.get().wrapped)
    assert bytes(DataKey.objects.get().wrapped) != theirs


def test_without_its_key_a_secret_is_gone(in_acme: tenancy.Tenant) -> None:
    connection = cards()
    DataKey.objects.all().delete()
    with pytest.raises(CannotOpen, match="Enter the secret again"):
        services.open_psp(connection.id)


def test_a_changed_kek_needs_rewrapping_and_touches_no_secret(
    in_acme: tenancy.Tenant, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection, old, new = cards(), settings.ENV.kek, "n" * 40  # type: ignore[attr-defined]
    sealed = connection.credentials
    assert keys.rewrap(old_kek=old, new_kek=new) == 1
    with pytest.raises(CannotOpen):
        services.open_psp(connection.id)
    monkeypatch.setattr(keys, "_kek", lambda: seal.key_encryption_key(new))
    services.open_psp(connection.id)
    connection.refresh_from_db()
    assert connection.credentials == sealed


def test_a_new_data_key_seals_what_comes_and_the_old_one_still_opens(in_acme: tenancy.Tenant) -> None:
    connection = cards()
    assert keys.add_version() == 2
    services.open_psp(connection.id)
    services.reseal(connection_id=connection.id)
    connection.refresh_from_db()
    assert connection.credentials.startswith("v1:2:")
    DataKey.objects.filter(version=1).delete()
    services.open_psp(connection.id)


def test_empty_fields_leave_what_is_there(in_acme: tenancy.Tenant) -> None:
    connection = cards()
    changed = services.change_credentials(
        connection_id=connection.id, credentials={"secret_key": "", "webhook_secret": "whsec_changed_99"}
    )
    assert (changed.shown["secret_key"], changed.shown["webhook_secret"]) == ("…4f2a", "…d_99")
    cleared = services.change_credentials(connection_id=connection.id, credentials={"base_url": " "})
    assert "base_url" not in cleared.shown


def test_what_is_missing_is_named(in_acme: tenancy.Tenant) -> None:
    connection = services.create_connection(kind="psp", vendor="stripe", label="", credentials={})
    assert selectors.missing_fields(connection) == ["Secret key", "Webhook secret"]
    assert selectors.missing_fields(cards()) == []


@pytest.mark.parametrize(
    ("kind", "vendor", "credentials"),
    [("psp", "paypal", {}), ("fax", "stripe", {}), ("psp", "stripe", {"passwort": "x"})],
)
def test_what_nobody_knows_is_refused(
    in_acme: tenancy.Tenant, kind: str, vendor: str, credentials: dict[str, str]
) -> None:
    with pytest.raises(InvalidInput):
        services.create_connection(kind=kind, vendor=vendor, label="", credentials=credentials)
    assert not Connection.objects.exists()


def test_a_connection_of_nobody_is_not_found(in_acme: tenancy.Tenant) -> None:
    with pytest.raises(NotFound):
        services.open_adapter(new_id())


def test_each_connection_has_an_address_nobody_can_guess(in_acme: tenancy.Tenant) -> None:
    first, second = cards(), cards()
    assert first.public_key != second.public_key
    assert len(first.public_key) >= 32
    assert services.webhook_url(first).endswith(f"/webhooks/psp/{first.public_key}/")
    assert "://api.acme.localhost" in services.webhook_url(first)


def test_changes_are_told_without_their_secrets(in_acme: tenancy.Tenant) -> None:
    connection = cards()
    services.change_credentials(connection_id=connection.id, credentials={"secret_key": "sk_test_canary_2"})
    texts = list(Entry.objects.filter(subject_id=connection.id).order_by("id").values_list("text", flat=True))
    assert texts == ["Connection “Cards” created", "Credentials of “Cards” changed: secret_key"]


def test_only_an_active_connection_that_can_is_chosen(in_acme: tenancy.Tenant) -> None:
    connection = cards()
    assert selectors.active_psp(capability="payout", currency="USD") == connection
    assert selectors.active_psp(capability="payout", currency="XTS") is None
    services.set_state(connection_id=connection.id, active=False)
    assert selectors.active_psp(capability="payout", currency="USD") is None
