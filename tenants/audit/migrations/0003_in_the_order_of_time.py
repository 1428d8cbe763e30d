"""What is written down gets ids in the order of time, so that its indexes grow at one end; in place of the functions before."""

from importlib import import_module
from typing import ClassVar

from django.db import migrations

_recording = import_module("tenants.audit.migrations.0002_recording")


def _replaced(name: str) -> list[str]:
    """Replacing forgets what a function is pinned to."""
    text = _recording._file(name).replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)
    return [text, _recording._pin(_recording._FUNCTIONS[name])]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0002_recording")]

    operations: ClassVar = [
        migrations.RunSQL([*_replaced("record"), *_replaced("record_truncate")], migrations.RunSQL.noop),
    ]
