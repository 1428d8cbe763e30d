"""The chain as files that an outsider can check: one line an entry, and a manifest that says whose it is and where it ends."""

import json
from pathlib import Path

from atrium.kernel import clock, tenancy

from . import anchors, verification
from .outside import check_export


def export(path: Path) -> int:
    """Writes `path`, its manifest and the checker beside it. Personal values stay under their keys. Returns the entries."""
    last, digest = 0, bytes(32)
    with verification.one_view(), path.open("w", encoding="utf-8") as out:
        for entry in verification.entries():
            line = {"seq": entry.seq, "hash": entry.hash.hex(), "text": entry.text}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
            last, digest = entry.seq, entry.hash
    manifest = {
        "kind": "atrium-audit-export-1",
        "broker": str(tenancy.require().broker_id),
        "name": tenancy.require().name,
        "last": last,
        "head": digest.hex(),
        "public_key": anchors.public_key(),
        "exported_at": clock.now().isoformat(),
    }
    Path(f"{path}.manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")
    checker = Path(check_export.__file__)
    (path.parent / checker.name).write_text(checker.read_text(encoding="utf-8"))
    return last
