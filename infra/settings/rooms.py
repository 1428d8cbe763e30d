"""Which schema an app's tables are in follows from its folder: platform/atrium → public, tenants → each broker's."""

from pathlib import Path
from types import ModuleType

import atrium
import tenants


def _rooms(package: ModuleType) -> list[str]:
    folder = Path(str(package.__file__)).parent
    return sorted(f"{package.__name__}.{path.parent.name}" for path in folder.glob("*/apps.py"))


PUBLIC_ROOMS = _rooms(atrium)
BROKER_ROOMS = _rooms(tenants)
