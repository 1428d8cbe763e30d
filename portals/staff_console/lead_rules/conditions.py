"""A condition as rows of a form: field, comparison, value. What rows cannot say is shown in words and kept until it is replaced."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from atrium.kernel.errors import InvalidInput
from atrium.rulebook import Field, Test, describe, operators_of, parse

ROWS: Final = 6
WORDS: Final = {
    "is": _("is"),
    "is_not": _("is not"),
    "in": _("is one of"),
    "not_in": _("is none of"),
    "contains": _("contains"),
    "starts": _("starts with"),
    "at_least": _("at least"),
    "at_most": _("at most"),
    "within_days": _("within the last days"),
    "older_than_days": _("longer ago than days"),
    "empty": _("is empty"),
    "not_empty": _("is not empty"),
}
_LISTS: Final = {"in", "not_in"}
_NO_VALUE: Final = {"empty", "not_empty"}
_YES: Final = {"yes", "true", "1", "on", "sí", "si"}
Document = dict[str, Any]


class ConditionForm(forms.Form):
    """`document` after `is_valid`. Rows without a field say nothing; no row at all holds always."""

    joint = forms.ChoiceField(
        label=_("Rows for which"), choices=[("all", _("all of these hold")), ("any", _("any of these holds"))]
    )

    def __init__(
        self, *args: Any, fields: Iterable[Field], document: Document | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = tuple(fields)
        self.kept, rows = _rows_of(document or {}, self.asked)
        self.document: Document = document or {}
        names = [("", "–"), *((field.code, field.label) for field in self.asked)]
        for at in range(ROWS):
            self.fields[f"field_{at}"] = forms.ChoiceField(label=_("Field"), choices=names, required=False)
            self.fields[f"operator_{at}"] = forms.ChoiceField(
                label=_("Comparison"), choices=list(WORDS.items()), required=False
            )
            self.fields[f"value_{at}"] = forms.CharField(label=_("Value"), required=False, max_length=400)
        self.initial = {**self.initial, **rows}

    @property
    def rows(self) -> list[tuple[Any, Any, Any]]:
        """Those that say something and a free one; the others are behind “More conditions”."""
        return self._rows(0, self._filled + 1)

    @property
    def more_rows(self) -> list[tuple[Any, Any, Any]]:
        return self._rows(self._filled + 1, ROWS)

    @property
    def _filled(self) -> int:
        return sum(1 for at in range(ROWS) if self[f"field_{at}"].value())

    def _rows(self, start: int, end: int) -> list[tuple[Any, Any, Any]]:
        return [
            (self[f"field_{at}"], self[f"operator_{at}"], self[f"value_{at}"])
            for at in range(start, min(end, ROWS))
        ]

    @property
    def in_words(self) -> str:
        try:
            return describe(parse(self.document, self.asked))
        except InvalidInput as error:
            return error.message

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        tests = [self._test(at, cleaned) for at in range(ROWS) if cleaned.get(f"field_{at}")]
        if self.errors or (not tests and self.kept):
            return cleaned  # nothing was written over what the rows cannot show
        found = [test for test in tests if test]
        self.document = {cleaned["joint"]: found} if found else {}
        return cleaned

    def _test(self, at: int, cleaned: Mapping[str, Any]) -> Document | None:
        code, word = cleaned[f"field_{at}"], cleaned.get(f"operator_{at}") or "is"
        field = next(one for one in self.asked if one.code == code)
        test = {"field": code, **_spoken(field, word, cleaned.get(f"value_{at}", "").strip())}
        try:
            parse(test, self.asked)
        except InvalidInput as error:
            self.add_error(f"value_{at}", _said(error, field))
            return None
        return test


def _spoken(field: Field, word: str, value: str) -> Document:
    if word in _NO_VALUE:
        return {"empty": word == "empty"}
    if field.type == "bool":
        return {"is": value.lower() in _YES}
    if word in _LISTS:
        return {word: [_coded(field, one.strip()) for one in value.split(",") if one.strip()]}
    if word in {"within_days", "older_than_days"} and value.isdecimal():
        return {word: int(value)}
    return {word: _coded(field, value)}


def _coded(field: Field, value: str) -> str:
    """“Europe” is as good as “europe”."""
    for code, label in field.choices:
        if value.lower() in {code.lower(), str(label).lower()}:
            return code
    return value.upper() if field.code == "country" else value


def _said(error: InvalidInput, field: Field) -> str:
    known = ", ".join(str(WORDS[word]) for word in operators_of(field.type) if word in WORDS)
    return f"{error.message} ({known})" if "knows no" in error.message else error.message


def _rows_of(document: Document, fields: tuple[Field, ...]) -> tuple[bool, dict[str, Any]]:
    """Whether rows cannot show it, and what they show."""
    if not document:
        return False, {"joint": "all"}
    joint, tests = next(iter(document.items())) if len(document) == 1 else ("all", [document])
    if joint not in {"all", "any"} or not isinstance(tests, list) or len(tests) > ROWS:
        return True, {"joint": "all"}
    rows: dict[str, Any] = {"joint": joint}
    for at, test in enumerate(tests):
        shown = _row(test, fields)
        if shown is None:
            return True, {"joint": "all"}
        rows |= {f"{name}_{at}": value for name, value in shown.items()}
    return False, rows


def _row(test: Any, fields: tuple[Field, ...]) -> dict[str, str] | None:
    try:
        node = parse(test, fields)
    except InvalidInput:
        return None
    if not isinstance(node, Test):
        return None
    word = node.operator
    if word == "empty":
        return {"field": node.field.code, "operator": "empty" if node.value else "not_empty", "value": ""}
    if word not in WORDS:
        return None
    return {"field": node.field.code, "operator": word, "value": _shown(node)}


def _shown(node: Test) -> str:
    if isinstance(node.value, bool):
        return "yes" if node.value else "no"
    values = node.value if isinstance(node.value, tuple) else (node.value,)
    return ", ".join(node.field.named(str(value)) for value in values)
