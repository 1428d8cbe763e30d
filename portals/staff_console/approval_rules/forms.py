"""Chains and policies as forms: lists to choose from, never code."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portals.staff_console.approval_rules import conditions
from tenants.approvals.kinds import Kind
from tenants.approvals.models import Chain, Policy
from tenants.staff.models import Role
from tenants.staff.permissions import CATALOGUE

STEPS: Final = 4
_UNITS: Final = (
    ("60", gettext_lazy("hours")),
    ("1", gettext_lazy("minutes")),
    ("1440", gettext_lazy("days")),
)


class ChainForm(forms.Form):
    """Up to four steps; an empty one is none. Who decides is one choice: a permission, a role, or the desk's leader."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    priority = forms.IntegerField(
        label=gettext_lazy("Priority"), min_value=1, max_value=999, initial=100,
        help_text=gettext_lazy("The chain with the lowest number whose condition holds is taken."),
    )  # fmt: skip

    def __init__(self, *args: Any, kind: Kind, chain: Chain | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        conditions.add_fields(self, kind, chain.condition if chain else {})
        deciders, roles = _deciders(), [("", "–"), *((str(pk), name) for pk, name in _roles())]
        steps = chain.steps if chain else [{"who": "permission", "permission": kind.permission}]
        if chain:
            self.fields["name"].initial, self.fields["priority"].initial = chain.name, chain.priority
        for place in range(STEPS):
            self._add_step(place, steps[place] if place < len(steps) else {}, deciders, roles)

    def _add_step(self, place: int, step: dict[str, Any], deciders: Any, roles: Any) -> None:
        minutes = int(step.get("sla_minutes", 0))
        unit = next(
            (int(code) for code, _w in (_UNITS[2], _UNITS[0]) if minutes and minutes % int(code) == 0), 1
        )
        fields = {
            "who": forms.ChoiceField(label=_("Who decides"), choices=deciders, required=False, initial=_code(step)),
            "people": forms.IntegerField(
                label=_("How many people"), min_value=1, max_value=5, required=False, initial=step.get("people", 1)
            ),
            "within": forms.IntegerField(
                label=_("Within"), min_value=0, max_value=43_200, required=False,
                initial=minutes // unit if minutes else None,
            ),
            "unit": forms.ChoiceField(
                label=_("Unit"), choices=_UNITS, required=False, initial=str(unit) if minutes else "60"
            ),
            "escalate": forms.ChoiceField(
                label=_("Then also"), choices=roles, required=False, initial=str(step.get("escalate_to", ""))
            ),
        }  # fmt: skip
        for name, field in fields.items():
            self.fields[f"step_{place}_{name}"] = field

    def steps(self) -> list[dict[str, Any]]:
        found = []
        for place in range(STEPS):
            who, people, within, unit, escalate = (
                self.cleaned_data.get(f"step_{place}_{name}")
                for name in ("who", "people", "within", "unit", "escalate")
            )
            if not who:
                continue
            sort, _sep, code = str(who).partition(":")
            step: dict[str, Any] = {"who": sort, "people": people or 1}
            if sort in ("permission", "role"):
                step[sort] = code
            if within:
                step["sla_minutes"] = int(within) * int(unit or 60)
            if escalate:
                step["escalate_to"] = escalate
            found.append(step)
        return found

    def condition(self) -> dict[str, Any]:
        return conditions.document_of(self, self.kind)

    def groups(self) -> list[dict[str, Any]]:
        """The fields of each step together, for drawing: what is filled is open, and the first always."""
        names = ("who", "people", "within", "unit", "escalate")
        groups = [[self[f"step_{place}_{name}"] for name in names] for place in range(STEPS)]
        return [
            {"fields": group, "is_open": place == 0 or _said(group[:1])} for place, group in enumerate(groups)
        ]

    def condition_rows(self) -> list[dict[str, Any]]:
        return _condition_rows(self)


class PolicyForm(forms.Form):
    mode = forms.ChoiceField(
        label=gettext_lazy("A second person is asked"),
        choices=[
            ("always", gettext_lazy("always")),
            ("when", gettext_lazy("when all of this holds")),
            ("never", gettext_lazy("never")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, kind: Kind, policy: Policy | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["mode"].initial = policy.mode if policy else kind.asks
        conditions.add_fields(self, kind, policy.condition if policy else {})

    def condition(self) -> dict[str, Any]:
        return conditions.document_of(self, self.kind) if self.cleaned_data.get("mode") == "when" else {}

    def condition_rows(self) -> list[dict[str, Any]]:
        return _condition_rows(self)


def _condition_rows(form: forms.Form) -> list[dict[str, Any]]:
    rows = [
        [form[f"{part}_{place}"] for part in ("field", "operator", "value")]
        for place in range(conditions.ROWS)
    ]
    return [{"fields": row, "is_open": place == 0 or _said(row)} for place, row in enumerate(rows)]


def _said(fields: list[Any]) -> bool:
    return any(field.value() or field.errors for field in fields)


def _code(step: dict[str, Any]) -> str:
    who = step.get("who", "")
    return f"{who}:{step.get(who, '')}" if who in ("permission", "role") else str(who)


def _deciders() -> list[Any]:
    return [
        ("", "–"),
        ("leader", _("Leader of the desk")),
        (_("Whoever holds the role"), [(f"role:{pk}", name) for pk, name in _roles()]),
        (
            _("Whoever has the permission"),
            [(f"permission:{one.code}", _(one.label)) for one in CATALOGUE if one.group != "Brokers"],
        ),
    ]


def _roles() -> list[tuple[Any, str]]:
    return list(Role.objects.order_by("name").values_list("id", "name"))
