"""Made-up rows for the living style page; nothing here is a broker's."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from atrium.kernel.money import Money
from portals.shared.charts import Chart, Series

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
KINDS = ("line", "area", "bar", "stacked", "sideways", "ring", "funnel", "treemap")


class SampleForm(forms.Form):
    name = forms.CharField(help_text="As in the passport.")
    email = forms.EmailField(required=False, help_text="We write to you about your money only.")
    country = forms.ChoiceField(choices=[("cy", "Cyprus"), ("es", "Spain")])
    amount = forms.DecimalField(help_text="Between 10.00 and 5,000.00. No fee; arrives within minutes.")
    wish = forms.ChoiceField(choices=[("a", "Demo account"), ("b", "Live account")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="I have read the agreement")


def samples() -> dict[str, Any]:
    wrong = SampleForm({"name": "", "email": "clara@", "country": "cy", "amount": "9999999x"})
    wrong.is_valid()
    return {
        "form": SampleForm(),
        "wrong": wrong,
        "now": timezone.now(),
        "earlier": timezone.now() - timedelta(minutes=3),
        "old": timezone.now() - timedelta(days=40),
        "plus": Money(1234550, "USD"),
        "minus": Money(-98700, "EUR"),
        "yen": Money(1250000, "JPY"),
        "lots": Decimal("1234.5"),
        "statuses": (
            "lead",
            "demo",
            "live",
            "funded",
            "active",
            "dormant",
            "requested",
            "paid",
            "rejected",
            "unknown",
        ),
        "tones": ("none", "good", "busy", "wait", "bad", "brand"),
        "charts": [chart(kind) for kind in KINDS] + [waterfall(), heatmap(), nothing()],
        "spark": Chart("spark", "spark", "Lag", DAYS, [Series("Lag", (1, 4, 2, 5, 3, 2, 1))], size="spark"),
        "tree": TREE,
        "people": PEOPLE,
        "steps": ("Your name", "Your e-mail", "Verification", "Done"),
        "crumbs": [("/", "Start"), ("/", "Clients")],
    }


def chart(kind: str) -> Chart:
    first = Series("Rebates", [Decimal(value) for value in (120, 180, 150, 240, 310, 90, 60)])
    second = Series("Payouts", [Decimal(value) for value in (0, 60, 0, 100, 0, 0, 40)])
    series = [first] if kind in ("ring", "funnel", "treemap") else [first, second]
    return Chart(f"sample-{kind}", kind, f"Sample: {kind}", DAYS, series, "USD")


def waterfall() -> Chart:
    labels = ("Gross", "Master IB", "IB", "Cap", "Yours")
    values = [Decimal(text) for text in ("16.00", "-2.00", "-4.00", "-1.00", "9.00")]
    return Chart(
        "sample-waterfall",
        "waterfall",
        "Sample: waterfall",
        labels,
        [Series("Rebate", values)],
        "USD",
        total=True,
    )


def heatmap() -> Chart:
    rows = [Series(f"Week {week}", [(week * day) % 7 for day in range(1, 8)]) for week in range(1, 5)]
    return Chart("sample-heatmap", "heatmap", "Sample: heat map", DAYS, rows, "clients", digits=0)


def nothing() -> Chart:
    return Chart("sample-nothing", "line", "Nothing yet", (), ())


TREE = [
    {
        "label": "Iris Master",
        "sub": "IB 1 · 3 clients",
        "value": "412.00 USD",
        "href": "#",
        "children": [
            {"label": "Ivan Sub", "sub": "IB 2 · 5 clients", "value": "180.00 USD", "children": [
                {"label": "Ines Third", "sub": "IB 3 · 1 client", "value": "12.00 USD"}]},
            {"label": "Ida Sub", "sub": "IB 4 · no client yet", "value": "0.00 USD"},
        ],
    }
]  # fmt: skip
PEOPLE = [
    {"name": "Clara Client", "country": "Cyprus", "status": "live", "money": Money(50000, "USD")},
    {"name": "Carl Weißmüller-Montgomery", "country": "Spain", "status": "demo", "money": Money(0, "USD")},
    {
        "name": "عمر الحسيني",
        "country": "United Arab Emirates",
        "status": "lead",
        "money": Money(-1250, "USD"),
    },
]
