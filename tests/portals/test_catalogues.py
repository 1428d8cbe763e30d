"""Every sentence of the two portals that clients and partners see is there in each of their languages, written and compiled."""

import re

import pytest
from babel.messages.catalog import Catalog
from django.utils import translation
from django.utils.translation import ngettext

from infra import messages
from infra.commands.messages import CATALOGUES
from infra.settings.env import ROOT
from portals.shared.refusals import SPOKEN

PORTALS = {
    folder: CATALOGUES[folder] for folder in ("portals/client_portal/locale", "portals/ib_portal/locale")
}
PLACES = re.compile(r"%\(\w+\)s|%s")


@pytest.fixture(params=["es", "zh-hans", "ar"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=PORTALS)
def folder(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _catalogue(folder: str, language: str) -> Catalog:
    return messages.read(messages.catalogue(folder, language), language)


def test_nothing_is_left_untranslated(folder: str, language: str) -> None:
    said = messages.said_in([ROOT / source for source in PORTALS[folder]])
    assert messages.missing(_catalogue(folder, language), said) == [], "run `atrium messages` and translate"


def test_the_compiled_catalogue_is_fresh(folder: str, language: str) -> None:
    compiled = messages.catalogue(folder, language).with_suffix(".mo").read_bytes()
    assert compiled == messages.compiled(_catalogue(folder, language))


def test_a_translation_keeps_every_place_that_is_filled_in(folder: str, language: str) -> None:
    for message in _catalogue(folder, language):
        forms = message.string if message.pluralizable else [message.string]
        original = message.id[1] if message.pluralizable else message.id
        for form in forms if message.id else []:
            assert sorted(PLACES.findall(str(form))) == sorted(PLACES.findall(str(original))), message.id


def test_every_refusal_is_translated(language: str) -> None:
    shared = _catalogue("portals/shared/locale", language)
    assert [sentence for sentence in SPOKEN if not (found := shared.get(sentence)) or not found.string] == []


def test_arabic_counts_in_its_own_six_ways() -> None:
    with translation.override("ar"):
        said = [ngettext("%(count)s client", "%(count)s clients", n) % {"count": n} for n in (1, 2, 5, 11)]
    assert said == ["عميل واحد (1)", "عميلان (2)", "5 عملاء", "11 عميلًا"]
