"""Every sentence of the client portal is there in Spanish, and the compiled catalogue is the one that was written."""

import re
from typing import Any

import pytest

from infra import messages
from infra.settings.env import ROOT
from tests.client_portal.conftest import Portal

FOLDER = "portals/client_portal/locale"
PO = ROOT / FOLDER / "es" / "LC_MESSAGES" / "django.po"
PLACES = re.compile(r"%\(\w+\)s")


def test_nothing_is_left_untranslated() -> None:
    said = messages.said_in([ROOT / "portals" / "client_portal"])
    assert messages.missing(messages.read(PO, "es"), said) == [], "run `atrium messages` and translate"


def test_the_compiled_catalogue_is_fresh() -> None:
    assert PO.with_suffix(".mo").read_bytes() == messages.compiled(messages.read(PO, "es"))


def test_a_translation_keeps_every_place_that_is_filled_in() -> None:
    for message in messages.read(PO, "es"):
        if message.id and not message.pluralizable:
            assert sorted(PLACES.findall(str(message.id))) == sorted(PLACES.findall(str(message.string))), (
                message.id
            )


@pytest.mark.parametrize(("path", "says"), [("/", "Patrimonio total"), ("/deposit/", "Continuar al pago")])
def test_a_reader_of_spanish_reads_spanish(
    desk: Any, clara: Any, as_clara: Portal, path: str, says: str
) -> None:
    as_clara.post("/profile/language", {"language": "es"})
    assert says in as_clara.get(path).content.decode()


def test_a_refusal_from_below_is_translated_with_its_amount(desk: Any, clara: Any, as_clara: Portal) -> None:
    as_clara.post("/profile/language", {"language": "es"})
    form = {"amount": "1", "method": desk.method.id, "key": "made-with-the-page-0001"}
    errors = as_clara.post("/deposit/", form).context["form"].errors
    assert str(errors["amount"].as_text()) == "* El depósito mínimo es de 10.00 USD."


def test_the_house_speaks_its_own_language_to_visitors(db: None, borealis: Any) -> None:
    from atrium.kernel import tenancy
    from tenants.branding.services import change_brand
    from tests.client_portal.conftest import portal_of

    with tenancy.entered(borealis):
        change_brand(language="es")
    page = portal_of(borealis).get("/register/", headers={"Accept-Language": "en"}).content.decode()
    assert "Abrir una cuenta" in page
