"""A client reads the portal in the language that they chose, in its own direction."""

from typing import Any

import pytest

from tests.client_portal.conftest import Portal


@pytest.mark.parametrize(
    ("language", "path", "says"),
    [
        ("es", "/", "Patrimonio total"),
        ("es", "/deposit/", "Continuar al pago"),
        ("zh-hans", "/", "总净值"),
        ("zh-hans", "/deposit/", "继续付款"),
        ("ar", "/", "إجمالي حقوق الملكية"),
        ("ar", "/deposit/", "المتابعة إلى الدفع"),
    ],
)
def test_a_reader_reads_their_own_language_in_its_own_direction(
    desk: Any, clara: Any, as_clara: Portal, language: str, path: str, says: str
) -> None:
    as_clara.post("/profile/language", {"language": language})
    page = as_clara.get(path).content.decode()
    assert says in page
    assert f'<html lang="{language}"' in page
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in page


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("es", "* El depósito mínimo es de 10.00 USD."),
        ("zh-hans", "* 最低入金金额为 10.00 USD。"),
        ("ar", "* أصغر إيداع هو 10.00 USD."),
    ],
)
def test_a_refusal_from_below_is_translated_with_its_amount(
    desk: Any, clara: Any, as_clara: Portal, language: str, says: str
) -> None:
    as_clara.post("/profile/language", {"language": language})
    form = {"amount": "1", "method": desk.method.id, "key": "made-with-the-page-0001"}
    errors = as_clara.post("/deposit/", form).context["form"].errors
    assert str(errors["amount"].as_text()) == says


def test_the_house_speaks_its_own_language_to_visitors(db: None, borealis: Any) -> None:
    from atrium.kernel import tenancy
    from tenants.branding.services import change_brand
    from tests.client_portal.conftest import portal_of

    with tenancy.entered(borealis):
        change_brand(language="es")
    page = portal_of(borealis).get("/register/", headers={"Accept-Language": "en"}).content.decode()
    assert "Abrir una cuenta" in page
