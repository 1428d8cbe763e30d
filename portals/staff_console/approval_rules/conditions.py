"""Conditions as rows of a form: field, operator, value, all of them together. What a form cannot say is kept and shown in words."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from atrium.rulebook import operators_of
from tenants.approvals.choosing import fields_of
from tenants.approvals.kinds import Kind

ROWS: Final = 4
_WORDS: Final = {
    "is": "is", "is_not": "is not", "in": "is one of", "not_in": "is none of", "contains": "contains", "starts": "starts with",
    "at_least": "at least", "at_most": "at most", "between": "between", "before": "before", "after": "after",
}  # fmt: skip
_MANY: Final = frozenset({"in", "not_in", "between"})


def rows_of(document: Mapping[str, Any]) -> list[tuple[str, str, str]] | None:
    """(field, operator, value) of a plain list of conditions; None where it is deeper than a form shows."""
    tests = (
        [document] if "field" in document else document.get("all", []) if set(document) <= {"all"} else None
    )
    if tests is None or len(tests) > ROWS:
        return None
    rows = []
    for test in tests:
        words = [word for word in test if word != "field"] if isinstance(test, dict) else []
        if len(words) != 1 or "field" not in test or words[0] not in _WORDS:
            return None
        value = test[words[0]]
        rows.append(
            (test["field"], words[0], ", ".join(map(str, value)) if isinstance(value, list) else str(value))
        )
    return rows


def add_fields(form: forms.Form, kind: Kind, document: Mapping[str, Any]) -> None:
    known = fields_of(kind)
    words = sorted(
        {word for field in known for word in operators_of(field.type) if word in _WORDS},
        key=list(_WORDS).index,
    )
    rows = rows_of(document) or []
    for place in range(ROWS):
        field, operator, value = rows[place] if place < len(rows) else ("", "", "")
        form.fields[f"field_{place}"] = forms.ChoiceField(
            required=False, initial=field, label=_("Condition %(place)s: what") % {"place": place + 1},
            choices=[("", "–"), *((one.code, _(one.label)) for one in known)],
        )  # fmt: skip
        form.fields[f"operator_{place}"] = forms.ChoiceField(
            required=False, initial=operator, label=_("how"), choices=[("", "–"), *((word, _(_WORDS[word])) for word in words)]
        )  # fmt: skip
        form.fields[f"value_{place}"] = forms.CharField(
            required=False, initial=value, label=_("value"), max_length=300
        )


def document_of(form: forms.Form, kind: Kind) -> dict[str, Any]:
    """What the rows say; the rulebook checks it when it is kept. Choices may be written by their label."""
    labels = {field.code: {label.lower(): code for code, label in field.choices} for field in fields_of(kind)}
    tests = []
    for place in range(ROWS):
        field, operator, value = (
            form.cleaned_data.get(f"{part}_{place}", "") for part in ("field", "operator", "value")
        )
        if not field:
            continue
        if not operator or not value.strip():
            form.add_error(f"value_{place}", _("Say how it is compared, and with what."))
            continue
        said = [labels[field].get(part.strip().lower(), part.strip()) for part in value.split(",")]
        tests.append(
            {
                "field": field,
                operator: said if operator in _MANY else said[0] if len(said) == 1 else value.strip(),
            }
        )
    return {"all": tests} if tests else {}
