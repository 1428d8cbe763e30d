"""The golden scenarios of the specification."""

from pathlib import Path

FOLDER = Path(__file__).parent / "scenarios"
GOOD = sorted(FOLDER.glob("*.json"))
BAD = sorted((FOLDER / "bad").glob("*.json"))


def name_of(path: Path) -> str:
    return path.stem
