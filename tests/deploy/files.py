"""Reading the files that describe how the product is deployed."""

import re
import shlex
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = ROOT / "infra" / "deploy" / "compose.yaml"


def compose() -> dict[str, Any]:
    document = yaml.safe_load(COMPOSE.read_text())
    assert isinstance(document, dict)
    return document


def our_services() -> dict[str, Any]:
    """Those that run our image."""
    return {
        name: service
        for name, service in compose()["services"].items()
        if service["image"].startswith("atrium:")
    }


class Instruction(NamedTuple):
    word: str
    rest: str


def dockerfile() -> list[Instruction]:
    """Its instructions, with continued lines joined and comments gone."""
    lines = [line for line in (ROOT / "Dockerfile").read_text().splitlines() if not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [Instruction(*line.split(None, 1)) for line in joined.splitlines() if line.strip()]


def stages() -> list[list[Instruction]]:
    found: list[list[Instruction]] = []
    for instruction in dockerfile():
        if instruction.word == "FROM":
            found.append([])
        found[-1].append(instruction)
    return found


class Block(NamedTuple):
    head: str
    lines: list["Block"]


def caddyfile() -> list[Block]:
    """Directives and their blocks. Raises on a brace without its partner."""
    root = Block("", [])
    open_blocks = [root]
    for raw in (ROOT / "infra" / "deploy" / "Caddyfile").read_text().splitlines():
        line = raw.split("#")[0].strip()
        if line == "}":
            open_blocks.pop()
            assert open_blocks, "a closing brace too many"
        elif line:
            block = Block(line.removesuffix("{").strip(), [])
            open_blocks[-1].lines.append(block)
            if line.endswith("{") and (line == "{" or line.endswith(" {")):
                open_blocks.append(block)
    assert open_blocks == [root], "a block is not closed"
    return root.lines


def words(block: Block) -> list[str]:
    return shlex.split(block.head)
