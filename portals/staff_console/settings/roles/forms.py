"""The role editor: a tree of permissions, whose rows, what is masked, and up to which amount."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atrium.kernel.errors import InvalidInput
from atrium.kernel.money import Money
from portals.staff_console.settings.roles.words import FIELD_WORDS, GROUP_WORDS, SCOPE_WORDS, of_permission
from tenants.staff.models import Role
from tenants.staff.permissions import CATALOGUE, MASKED_FIELDS, SCOPES, Permission
from tenants.staff.rules import EVERYTHING, Content

MASK_CHOICES = [("", _("Shown")), ("partly", _("Partly")), ("hidden", _("Hidden"))]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A permission in the tree: it opens a menu or tab, or it is a button."""

    code: str
    label: str
    opens: bool
    held: bool
    limit: forms.BoundField | None


@dataclass(frozen=True, slots=True)
class Branch:
    name: str | Promise
    leaves: list[Leaf]

    @property
    def held(self) -> int:
        return sum(leaf.held for leaf in self.leaves)


class RoleForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    description = forms.CharField(label=_("What it is for"), max_length=200, required=False)
    everything = forms.BooleanField(label=_("Every permission, now and later"), required=False)
    permissions = forms.MultipleChoiceField(
        label=_("Permissions"), required=False, choices=[(one.code, one.label) for one in CATALOGUE]
    )
    scopes = forms.MultipleChoiceField(
        label=_("Whose rows"),
        required=False,
        choices=[(code, SCOPE_WORDS[code]) for code in SCOPES],
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, currency: str, role: Role | None = None, **kwargs: Any) -> None:
        self.currency = currency
        if role is not None:
            kwargs.setdefault("initial", self._values(role))
        super().__init__(*args, **kwargs)
        for name in MASKED_FIELDS:
            self.fields[f"mask_{name}"] = forms.ChoiceField(
                label=FIELD_WORDS[name], choices=MASK_CHOICES, required=False
            )
        for permission in CATALOGUE:
            if permission.money:
                self.fields[self._limit(permission.code)] = forms.DecimalField(
                    label=_("Up to"), required=False, min_value=Decimal(0), max_digits=18, decimal_places=8
                )

    @staticmethod
    def _limit(code: str) -> str:
        return f"limit_{code.replace('.', '_')}"

    def _values(self, role: Role) -> dict[str, Any]:
        limits = {
            self._limit(code): Money(int(minor), self.currency).decimal for code, minor in role.limits.items()
        }
        masks = {f"mask_{name}": how for name, how in role.masks.items()}
        return {
            "name": role.name,
            "description": role.description,
            "everything": EVERYTHING in role.permissions,
            "permissions": [code for code in role.permissions if code != EVERYTHING],
            "scopes": role.scopes,
            "version": role.version,
            **limits,
            **masks,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        for permission in CATALOGUE:
            name = self._limit(permission.code)
            amount = cleaned.get(name) if permission.money else None
            if amount is not None:
                try:
                    Money.of(amount, self.currency)
                except InvalidInput as error:
                    self.add_error(name, error.message)
        return cleaned

    def content(self) -> Content:
        values = self.cleaned_data
        everything = {EVERYTHING} if values["everything"] else set()
        limits = {}
        for permission in CATALOGUE:
            amount = values.get(self._limit(permission.code)) if permission.money else None
            if amount is not None:
                limits[permission.code] = Money.of(amount, self.currency).amount_minor
        masks = {name: values[f"mask_{name}"] for name in MASKED_FIELDS if values.get(f"mask_{name}")}
        return Content(
            frozenset(everything | set(values["permissions"])), frozenset(values["scopes"]), masks, limits
        )

    def tree(self) -> Iterator[Branch]:
        held = set(self["permissions"].value() or [])
        for group, members in groupby(CATALOGUE, key=lambda one: one.group):
            yield Branch(GROUP_WORDS.get(group, group), [self._leaf(one, held) for one in members])

    def mask_rows(self) -> list[forms.BoundField]:
        return [self[f"mask_{name}"] for name in MASKED_FIELDS]

    def _leaf(self, permission: Permission, held: set[str]) -> Leaf:
        return Leaf(
            code=permission.code,
            label=str(of_permission(permission)),
            opens=".view" in permission.code,
            held=permission.code in held,
            limit=self[self._limit(permission.code)] if permission.money else None,
        )
