"""A part of a page that is kept is drawn once, apart for whatever it depends on, and its holes are filled anew each time."""

from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from atrium.kernel import tenancy
from portals.shared.templatetags import kept


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_kept", {})


def drawn(template: str, **context: Any) -> str:
    return Template("{% load kept i18n %}" + template).render(Context(context))


class Counting:
    def __init__(self) -> None:
        self.asked = 0

    def __str__(self) -> str:
        self.asked += 1
        return f"drawn {self.asked}"


def test_it_is_drawn_once_for_the_same_values_and_anew_for_others() -> None:
    part = '{% kept "part" by code %}{{ costly }} for {{ code }}{% endkept %}'
    costly = Counting()
    assert [drawn(part, code=code, costly=costly) for code in ("a", "a", "b", "a")] == [
        "drawn 1 for a", "drawn 1 for a", "drawn 2 for b", "drawn 1 for a",
    ]  # fmt: skip


def test_languages_and_surfaces_do_not_share_it() -> None:
    part = '{% kept "part" %}{{ costly }}{% endkept %}'
    costly = Counting()
    said = []
    for surface in ("staff", "client"):
        for language in ("en", "es", "en"):
            with translation.override(language):
                said.append(drawn(part, surface=surface, costly=costly))
    assert said == ["drawn 1", "drawn 2", "drawn 1", "drawn 3", "drawn 4", "drawn 3"]


def test_what_one_broker_was_drawn_is_never_shown_to_another(acme: Any, borealis: Any) -> None:
    part, said = '{% kept "part" %}{{ name }}{% endkept %}', []
    for house in (acme, borealis, acme):
        with tenancy.entered(house):
            said.append(drawn(part, name=house.name))
    assert said == ["Acme Markets", "Borealis", "Acme Markets"]


def test_holes_are_filled_anew_and_escaped() -> None:
    part = '{% kept "part" with said=text %}<p title="{{ said }}">{{ said }}</p>{% endkept %}'
    assert drawn(part, text="1") == '<p title="1">1</p>'
    bad = drawn(part, text='"><script>')
    assert bad == '<p title="&quot;&gt;&lt;script&gt;">&quot;&gt;&lt;script&gt;</p>'


def test_the_form_token_of_one_reader_is_never_anothers() -> None:
    part = '{% kept "part" %}<form>{% csrf_token %}</form>{% endkept %}'
    clara, boris = drawn(part, csrf_token="claras-token"), drawn(part, csrf_token="boriss-token")
    assert 'value="claras-token"' in clara
    assert 'value="boriss-token"' in boris
    assert "claras-token" not in boris


def test_what_somebody_typed_is_no_hole() -> None:
    part = '{% kept "part" by name with said=text %}{{ name }}{{ said }}{% endkept %}'
    assert drawn(part, name="hole-said-", text="x") == "hole-said-x"


def test_it_does_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 3)
    for code in range(10):
        assert drawn('{% kept "part" by code %}{{ code }}{% endkept %}', code=code) == str(code)
    assert len(kept._kept) <= 3
