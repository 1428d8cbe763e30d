"""axe-core over a page: what a screen reader or a tired eye would stumble on (WCAG 2.2 A and AA)."""

from pathlib import Path
from typing import Any

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# A row that has just changed flashes; half-way through, its colours are nobody's choice.
AT_REST = """() => Promise.all(document.getAnimations()
    .filter(one => one.effect.getComputedTiming().endTime !== Infinity)
    .map(one => one.finished.catch(() => null)))"""


def violations(page: Any) -> list[str]:
    """One line each: the rule, and the first places it is broken."""
    page.evaluate(AT_REST)
    page.evaluate(AXE.read_text())
    found = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", RULES)
    return [f"{one['id']}: {one['help']} at {_places(one['nodes'])}" for one in found["violations"]]


def _places(nodes: list[dict[str, Any]]) -> str:
    return "; ".join(
        f"{' '.join(map(str, node['target']))} ({node['any'][0]['message'][:120] if node['any'] else ''})"
        for node in nodes[:4]
    )
