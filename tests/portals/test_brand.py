"""A brand's few values become a whole stylesheet whose every pair can be read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portals.shared.brand import Look, stylesheet
from portals.shared.color import Oklch, contrast, from_hex, to_hex
from portals.shared.palette import AA_SHAPE, AA_TEXT

PAIR = re.compile(r"--(?:brand-)?([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
HEX = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")
NORTHGATE = Look("#0b2545", "#b08d57", "neutral", 0, "source-serif", "source-sans")
TEALWAVE = Look("#0fb5ae", "#ff7a59", "cool", 12, "inter", "inter")


def pairs(look: Look) -> dict[str, tuple[str, str]]:
    return {name: (light, dark) for name, light, dark in PAIR.findall(stylesheet(look).css)}


@given(primary=HEX, accent=HEX)
def test_whatever_colours_are_chosen_text_can_be_read_in_both_themes(primary: str, accent: str) -> None:
    shown = pairs(Look(primary, accent))
    for theme in (0, 1):
        for name in ("primary", "accent"):
            assert contrast(shown[f"on-{name}"][theme], shown[name][theme]) >= AA_TEXT
            assert contrast(shown[f"{name}-text"][theme], shown[f"{name}-subtle"][theme]) >= AA_TEXT
        assert contrast("#ffffff", shown["header"][theme]) >= AA_TEXT
        assert contrast(shown["loud"][theme], shown["header"][theme]) >= AA_SHAPE
        assert contrast(shown["on-loud"][theme], shown["loud"][theme]) >= AA_TEXT
    assert contrast(shown["primary-text"][0], "#ffffff") >= AA_TEXT
    assert contrast(shown["primary-text"][1], "#23262d") >= AA_TEXT


def test_a_pale_main_colour_is_corrected_as_text_and_the_editor_can_say_so() -> None:
    corrections = stylesheet(Look("#ffe14d", "#27346b")).corrections
    assert [(one.colour, one.asked, round(one.ratio, 1)) for one in corrections] == [
        ("primary", "#ffe14d", 1.2)
    ]
    assert contrast(corrections[0].shown, "#ffffff") >= AA_TEXT


def test_a_dark_main_colour_is_shown_as_chosen() -> None:
    sheet = stylesheet(Look("#0b2545", "#27346b"))
    assert sheet.corrections == ()
    assert pairs(Look("#0b2545", "#27346b"))["primary-text"][0] == "#0b2545"


def test_the_same_look_has_the_same_address_and_another_look_another() -> None:
    assert stylesheet(NORTHGATE).digest == stylesheet(NORTHGATE).digest
    assert stylesheet(NORTHGATE).digest != stylesheet(TEALWAVE).digest


def test_the_two_demo_brands_differ_in_everything_a_person_sees() -> None:
    first, second = stylesheet(NORTHGATE).css, stylesheet(TEALWAVE).css
    for name in ("primary", "accent", "radius", "font-heading", "font-body", "neutral-hue", "header"):
        line = re.compile(rf"--brand-{name}: [^;]+;")
        found = line.search(first), line.search(second)
        assert found[0] is not None
        assert found[1] is not None
        assert found[0].group() != found[1].group()


@pytest.mark.parametrize(
    "bad",
    [
        {"primary": "red"}, {"primary": "#12345"}, {"primary": "#123456;}body{display:none"}, {"accent": ""}, {"radius": 7},
        {"neutral": "hot"}, {"body_font": "Comic Sans"}, {"heading_font": 'Inter"; } * {'},
    ],
)  # fmt: skip
def test_nothing_but_colours_and_names_from_lists_reaches_the_stylesheet(bad: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"not a colour|from their lists"):
        Look(**bad)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("colours", "ratio"), [(("#000000", "#ffffff"), 21.0), (("#777777", "#ffffff"), 4.48)]
)
def test_contrast_is_what_wcag_says(colours: tuple[str, str], ratio: float) -> None:
    assert contrast(*colours) == pytest.approx(ratio, abs=0.005)


@given(HEX)
def test_a_colour_survives_the_way_to_oklch_and_back(colour: str) -> None:
    back = to_hex(from_hex(colour))
    assert all(abs(int(colour[at : at + 2], 16) - int(back[at : at + 2], 16)) <= 2 for at in (1, 3, 5))


def test_a_colour_no_screen_can_show_keeps_its_lightness() -> None:
    shown = from_hex(to_hex(Oklch(0.7, 0.4, 150)))
    assert shown.lightness == pytest.approx(0.7, abs=0.02)
