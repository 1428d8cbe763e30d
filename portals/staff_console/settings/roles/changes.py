"""What a change of a role gives and takes, said before it is saved and kept in its history."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from atrium.kernel.money import Money
from portals.shared.stale import Difference
from portals.staff_console.settings.roles.words import FIELD_WORDS, MASK_WORDS, SCOPE_WORDS, of_code
from tenants.staff.rules import Content
from tenants.staff.services.roles import as_document


@dataclass(frozen=True, slots=True)
class Change:
    """`gives`: it opens something; otherwise it takes or narrows."""

    gives: bool
    text: str


def between(before: Mapping[str, Any], after: Mapping[str, Any], currency: str) -> list[Change]:
    return [
        *_sets(before, after, "permissions", of_code),
        *_sets(before, after, "scopes", lambda code: str(SCOPE_WORDS.get(code, code))),
        *_masks(before.get("masks", {}), after.get("masks", {})),
        *_limits(before.get("limits", {}), after.get("limits", {}), currency),
    ]


def of_contents(before: Content, after: Content, currency: str) -> list[Change]:
    return between(as_document(before), as_document(after), currency)


def differences(theirs: Mapping[str, tuple[str, str]], yours: Mapping[str, str]) -> list[Difference]:
    """For `<c-stale>`: what they changed, beside what stands in the form."""
    labels = {
        "name": _("Name"),
        "permissions": _("Permissions"),
        "scopes": _("Whose rows"),
        "masks": _("Masked fields"),
        "limits": _("Amount limits"),
        "version": _("Version"),
    }
    return [
        Difference(
            name=part,
            control_id="",
            label=labels.get(part, part),
            seen=_words(seen),
            theirs=_words(now),
            yours=_words(yours.get(part, "")),
            clashes=False,
        )
        for part, (seen, now) in theirs.items()
    ]


def _sets(before: Mapping[str, Any], after: Mapping[str, Any], part: str, say: Any) -> Iterator[Change]:
    old, new = set(before.get(part, [])), set(after.get(part, []))
    for code in after.get(part, []):
        if code not in old:
            yield Change(True, say(code))
    for code in before.get(part, []):
        if code not in new:
            yield Change(False, say(code))


def _masks(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    strict = ["", "partly", "hidden"]
    for name, label in FIELD_WORDS.items():
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            said = MASK_WORDS.get(new, _("shown"))
            yield Change(strict.index(new) < strict.index(old), f"{label}: {said}")


def _limits(before: Mapping[str, int], after: Mapping[str, int], currency: str) -> Iterator[Change]:
    for code in sorted({*before, *after}):
        old, new = before.get(code), after.get(code)
        if old == new:
            continue
        said = (
            _("no limit")
            if new is None
            else _("up to %(amount)s") % {"amount": Money(new, currency).format()}
        )
        yield Change(new is None or (old is not None and new > old), f"{of_code(code)}: {said}")


def _words(text: str) -> str:
    return ", ".join(of_code(word) if "." in word else word for word in text.split(", "))
