"""Tampering of every kind is reported with its position: by the product over its database, and by an outsider over an export.

The owner of the database may do anything, triggers off included; what nobody can do is contradict the anchors.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from atrium.kernel import tenancy
from tenants.audit import anchors as anchoring
from tenants.audit import canonical, exporting, verification
from tenants.audit.models import Check, Entry
from tenants.audit.outside import check_export
from tenants.staff.models import Desk

from .conftest import as_owner, settle

pytestmark = pytest.mark.usefixtures("committed")
Owner = psycopg.Connection[Any]
CHECKER = Path(check_export.__file__)


@pytest.fixture
def chain(acme: Any, anchors: Path) -> int:
    """Some entries, anchored at the last. Returns its number."""
    with tenancy.entered(acme):
        settle()
        for name in ("One", "Two", "Three", "Four"):
            Desk.objects.create(name=name)
            settle()
        anchoring.anchor()
        return Entry.objects.count()


def tamper(acme: Any, change: Callable[[Owner], object]) -> None:
    with as_owner(acme) as owner:
        for table in ("audit_entry", "audit_block"):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        change(owner)
        for table in ("audit_entry", "audit_block"):
            owner.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_refuse_rows")
        owner.commit()


def found(acme: Any) -> set[tuple[int, str]]:
    with tenancy.entered(acme):
        return {(fault.seq, fault.kind) for fault in verification.verify().faults}


def export(acme: Any, folder: Path) -> Path:
    file = folder / "audit.jsonl"
    with tenancy.entered(acme):
        exporting.export(file)
    return file


def outsider(*words: object) -> subprocess.CompletedProcess[str]:
    """Python with nothing but its standard library: isolated, and without site-packages."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(CHECKER), *map(str, words)],
        check=False,
        capture_output=True,
        text=True,
    )


def said(answer: subprocess.CompletedProcess[str]) -> set[tuple[int, str]]:
    assert answer.stderr == ""
    return {(int(seq), kind) for seq, kind in re.findall(r"^(\d+): (\w+):", answer.stdout, re.MULTILINE)}


def rebuild(owner: Owner, acme: Any, until: int) -> None:
    """The owner tells another story and makes every hash, block and the head anew."""
    owner.execute("UPDATE audit_entry SET text = replace(text, 'Two', 'Too') WHERE text LIKE '%%\"Two\"%%'")
    previous = canonical.GENESIS
    for seq, text in owner.execute("SELECT seq, text FROM audit_entry ORDER BY seq").fetchall():
        previous = canonical.next_hash(previous, acme.broker_id, seq, text)
        owner.execute("UPDATE audit_entry SET hash = %s WHERE seq = %s", [previous, seq])
        owner.execute("UPDATE audit_block SET hash = %s WHERE last_seq = %s", [previous, seq])
    owner.execute("UPDATE audit_head SET hash = %s", [previous])


def cut(owner: Owner, last: int) -> None:
    """The tail is gone, and head and blocks agree that it never was."""
    owner.execute("DELETE FROM audit_block WHERE last_seq > %s", [last])
    owner.execute("DELETE FROM audit_entry WHERE seq > %s", [last])
    owner.execute(
        "UPDATE audit_head SET seq = %(n)s, hash = (SELECT hash FROM audit_entry WHERE seq = %(n)s),"
        " blocks = (SELECT max(number) FROM audit_block)", {"n": last},
    )  # fmt: skip


def change_text(owner: Owner, seq: int) -> None:
    owner.execute("UPDATE audit_entry SET text = replace(text, '\"op\"', '\"op\" ') WHERE seq = %s", [seq])


def put_between(owner: Owner, seq: int) -> None:
    """A copy of an entry, with an id of its own, as number `seq`; the others move up and keep their hashes."""
    owner.execute("UPDATE audit_entry SET seq = -seq - 1 WHERE seq >= %s", [seq])
    owner.execute("UPDATE audit_entry SET seq = -seq WHERE seq < 0")
    owner.execute(
        "INSERT INTO audit_entry SELECT %(n)s, gen_random_uuid(), text, hash, at, table_name, row_id, op, actor_kind, actor_id,"
        " surface, for_id, ip_bucket, subjects FROM audit_entry WHERE seq = %(n)s - 1", {"n": seq},
    )  # fmt: skip


def test_an_honest_chain_holds(acme: Any, chain: int, tmp_path: Path):
    assert found(acme) == set()
    file = export(acme, tmp_path)
    answer = outsider(file)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert f"{chain} entries, none changed" in answer.stdout
    assert "this cannot tell" in answer.stdout


def test_a_changed_entry_is_reported_at_its_place_and_nowhere_else(acme: Any, chain: int, tmp_path: Path):
    tamper(acme, lambda owner: change_text(owner, 5))
    assert found(acme) == {(5, "changed")}
    assert said(outsider(export(acme, tmp_path))) == {(5, "changed")}


def test_a_dropped_entry_is_reported_at_its_place(acme: Any, chain: int, tmp_path: Path):
    tamper(acme, lambda owner: owner.execute("DELETE FROM audit_entry WHERE seq = 5"))
    assert (5, "missing") in found(acme)
    assert said(outsider(export(acme, tmp_path))) == {(5, "missing")}


def test_swapped_entries_are_reported_at_both_places(acme: Any, chain: int, tmp_path: Path):
    tamper(acme, lambda owner: swap_ids(owner, 4, 6))
    assert {(4, "changed"), (6, "changed")} <= found(acme)
    assert {(4, "changed"), (6, "changed")} <= said(outsider(export(acme, tmp_path)))


def swap_ids(owner: Owner, one: int, other: int) -> None:
    owner.execute("UPDATE audit_entry SET seq = -1 WHERE seq = %s", [one])
    owner.execute("UPDATE audit_entry SET seq = %s WHERE seq = %s", [one, other])
    owner.execute("UPDATE audit_entry SET seq = %s WHERE seq = -1", [other])


def test_an_entry_put_between_is_reported_at_its_place(acme: Any, chain: int, tmp_path: Path):
    tamper(acme, lambda owner: put_between(owner, 5))
    assert (5, "changed") in found(acme)
    assert (5, "changed") in said(outsider(export(acme, tmp_path)))


def test_a_cut_tail_shows_only_by_the_anchor(acme: Any, chain: int, anchors: Path, tmp_path: Path):
    tamper(acme, lambda owner: cut(owner, chain - 2))
    assert found(acme) == {(chain, "cut")}
    file, note = export(acme, tmp_path), newest(anchors)
    assert outsider(file).returncode == 0
    assert said(outsider(file, "--anchor", note)) == {(chain, "cut")}
    note.unlink()
    assert found(acme) == set()


def test_a_chain_made_anew_shows_only_by_the_anchor(acme: Any, chain: int, anchors: Path, tmp_path: Path):
    tamper(acme, lambda owner: rebuild(owner, acme, chain))
    assert found(acme) == {(chain, "rebuilt")}
    file, note = export(acme, tmp_path), newest(anchors)
    assert outsider(file).returncode == 0
    assert said(outsider(file, "--anchor", note)) == {(chain, "rebuilt")}
    note.unlink()
    assert found(acme) == set()


def test_a_search_column_that_says_something_else_is_reported(acme: Any, chain: int):
    tamper(
        acme, lambda owner: owner.execute("UPDATE audit_entry SET actor_id = 'somebody else' WHERE seq = 4")
    )
    assert found(acme) == {(4, "columns")}


def test_a_block_that_says_something_else_is_reported(acme: Any, chain: int):
    tamper(
        acme,
        lambda owner: owner.execute("UPDATE audit_block SET hash = '\\x00' WHERE last_seq = %s", [chain]),
    )
    assert (chain, "blocks") in found(acme)


# -- anchors


def newest(folder: Path) -> Path:
    return max(folder.glob("*/*.json"))


def test_an_outsider_checks_the_signature_with_the_public_key(
    acme: Any, chain: int, anchors: Path, tmp_path: Path
):
    file, note = export(acme, tmp_path), newest(anchors)
    key = (anchors / "public-key.txt").read_text().strip()
    answer = outsider(file, "--anchor", note, "--key", key)
    assert answer.returncode == 0
    assert "signature checked" in answer.stdout
    forged = json.loads(note.read_text()) | {"seq": chain - 1}
    note.write_text(json.dumps(forged))
    assert (chain - 1, "signature") in said(outsider(file, "--anchor", note, "--key", key))
    assert (chain - 1, "signature") in found(acme)


def test_an_anchor_of_another_broker_is_none(
    acme: Any, borealis: Any, chain: int, anchors: Path, tmp_path: Path
):
    with tenancy.entered(borealis):
        settle()
        Desk.objects.create(name="Oslo")
        settle()
        theirs = anchoring.anchor()
    answer = outsider(export(acme, tmp_path), "--anchor", theirs)
    assert "another broker" in answer.stdout
    assert answer.returncode == 1


@pytest.mark.parametrize("length", [0, 1, 64, 300])
def test_the_librarys_signatures_are_the_checkers(length: int):
    """The checker verifies Ed25519 by itself; what it accepts and refuses is what the library does."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    message, public = bytes(range(256))[:length] * 1, key.public_key().public_bytes_raw()
    signature = key.sign(message)
    assert check_export.is_signed(public, message, signature)
    assert not check_export.is_signed(public, message + b"!", signature)
    assert not check_export.is_signed(public, message, signature[:-1] + bytes([signature[-1] ^ 1]))
    assert not check_export.is_signed(public, message, bytes([signature[0] ^ 1]) + signature[1:])
    assert not check_export.is_signed(public[::-1], message, signature)
    order = (2**252 + 27742317777372353535851937790883648493).to_bytes(32, "little")
    assert not check_export.is_signed(public, message, signature[:32] + order)


def test_what_was_found_is_kept(acme: Any, chain: int):
    tamper(acme, lambda owner: change_text(owner, 5))
    with tenancy.entered(acme):
        assert not verification.verify_and_note().holds
        check = Check.objects.get()
    assert (check.entries, check.anchored_seq) == (chain, chain)
    assert check.findings[0]["seq"] == 5
    assert check.findings[0]["kind"] == "changed"


def test_the_checker_imports_nothing_of_anybodys():
    imported = re.findall(r"^(?:from|import) (\w+)", CHECKER.read_text(), re.MULTILINE)
    assert set(imported) <= sys.stdlib_module_names | {"__future__"}
