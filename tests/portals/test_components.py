"""Templates hold nothing that the content policy forbids, name only icons that exist, and say numbers exactly."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

from atrium.kernel.money import Money
from portals.shared.charts import Chart, Series
from portals.shared.status import status_of

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "portals").rglob("*.html"))
ICONS = re.compile(r"""(?:(?:<c-icon\s[^>]*?name|\sicon)=|{% icon )"([a-z0-9-]+)\"""")
FORBIDDEN = re.compile(r"""\sstyle=|\son(?:click|change|submit|load)=|<style|javascript:|hx-on""")


def drawn(template: str, **context: object) -> str:
    return Template("{% load atrium %}" + template).render(Context(context)).strip()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "portals").as_posix())
def test_a_template_has_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text()
    assert FORBIDDEN.findall(text) == []
    for script in re.findall(r"<script[^>]*>", text):
        assert "src=" in script or "application/json" in script


def test_every_icon_that_a_page_names_is_in_the_sprite() -> None:
    sprite = (ROOT / "portals/shared/static/atrium/sprite.svg").read_text()
    there = set(re.findall(r'<symbol id="([a-z0-9-]+)"', sprite))
    named = {name for path in TEMPLATES for name in ICONS.findall(path.read_text())}
    for nav in (ROOT / "portals").glob("*/nav.py"):
        named |= set(re.findall(r'NavItem\([^"]*"[^"]*"\), "[^"]*", "([a-z0-9-]+)"', nav.read_text()))
    assert named - there == set()


@pytest.mark.parametrize(
    ("money", "language", "text"),
    [
        (Money(123450, "USD"), "en", "1,234.50"),
        (Money(-123450, "USD"), "en", "\u22121,234.50"),
        (Money(1250000, "JPY"), "en", "1,250,000"),
        (Money(123450, "EUR"), "es", "1.234,50"),
        (Money(5, "USD"), "en", "0.05"),
    ],
)
def test_money_is_exact_with_thousands_by_language_and_a_real_minus(
    money: Money, language: str, text: str
) -> None:
    with translation.override(language):
        shown = drawn("{{ money|amount }}", money=money).replace("\xa0", ".")
    assert shown == text


def test_a_status_is_a_dot_and_a_word_and_an_unknown_one_is_shown_as_it_is() -> None:
    assert (status_of("paid").tone, status_of("paid").word) == ("good", "Paid")
    assert (status_of("half_done").tone, status_of("half_done").word) == ("none", "Half done")


def test_a_chart_gives_the_table_the_exact_values_and_the_drawing_text() -> None:
    chart = Chart("x", "bar", "X", ("Mon", "Tue"), [Series("Lots", (Decimal("0.1"), Decimal("0.2")))])
    assert list(chart.rows()) == [("Mon", [Decimal("0.1")]), ("Tue", [Decimal("0.2")])]
    assert chart.data()["series"] == [{"name": "Lots", "values": ["0.1", "0.2"]}]
    assert Chart("x", "bar", "X", (), ()).is_empty
