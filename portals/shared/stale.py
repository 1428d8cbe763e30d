"""Somebody else changed the row while this form was open: both versions are shown, and nothing typed is lost.

A view does this with what its service raised:

    except Stale as stale:
        form, differences = reconciled(ProfileForm, request.POST, stale)
        return render(request, page, {"form": form, "differences": differences}, status=409)

and its page shows `<c-stale :differences="differences" />` above the form. What the reader had not touched takes the
other's value by itself; where both wrote, the reader's text stays in the field, the other's stands beside it with a
button that takes it. The form must carry what was seen: `seen_of(form.initial)` in a hidden field named `seen`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core import signing
from django.forms import BaseForm
from django.http import QueryDict

from atrium.kernel.errors import InvalidInput, Stale

SALT = "atrium.seen"
Form = TypeVar("Form", bound=BaseForm)


@dataclass(frozen=True, slots=True)
class Difference:
    """`clashes`: both changed it, and the reader decides."""

    name: str
    control_id: str
    label: str
    seen: str
    theirs: str
    yours: str
    clashes: bool


def reconciled(
    form_class: Callable[..., Form], data: QueryDict, stale: Stale, **more: Any
) -> tuple[Form, list[Difference]]:
    """The form again, with the reader's words and, where they had written nothing, the other's."""
    merged = data.copy()
    for name, (seen, now) in stale.theirs.items():
        if _same(data.get(name, ""), seen):
            merged[name] = now
    merged["seen"] = seen_of({**seen_in(data), **{name: now for name, (_, now) in stale.theirs.items()}})
    form = form_class(merged, **more)
    return form, [_difference(form, data, name, *pair) for name, pair in stale.theirs.items()]


def seen_of(values: Mapping[str, object]) -> str:
    """What the reader was shown, to be sent back with the form; signed, so that it is what we showed."""
    plain = {name: "" if value is None else str(value) for name, value in values.items()}
    return signing.dumps(plain, salt=SALT, compress=True)


def seen_in(data: Mapping[str, Any]) -> dict[str, str]:
    text = data.get("seen", "")
    if not text:
        return {}
    try:
        return dict(signing.loads(text, salt=SALT))
    except signing.BadSignature as error:
        raise InvalidInput(
            "This form is not as we made it. Open it again; what you typed was not saved."
        ) from error


def _difference(form: BaseForm, data: QueryDict, name: str, seen: str, now: str) -> Difference:
    field = form.fields.get(name)
    yours = data.get(name, "")
    label = str(field.label or name) if field else name.replace("_", " ").capitalize()
    control = form[name].id_for_label if field else ""
    clashes = field is not None and not _same(yours, seen) and not _same(yours, now)
    return Difference(name, control, label, seen, now, yours, clashes)


def _same(one: object, other: object) -> bool:
    return str(one or "").strip() == str(other or "").strip()
