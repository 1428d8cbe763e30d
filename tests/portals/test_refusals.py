"""What a service says to a client or a partner, they read in their own language; nothing of it is forgotten."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from atrium.kernel.errors import Refused
from infra.settings.env import ROOT
from portals.shared import refusals

# The files whose sentences reach a client's or a partner's page.
SPEAKERS = (
    "platform/atrium/kernel/money.py",
    "tenants/identity/services.py",
    "tenants/kyc/rules.py",
    "tenants/payments/rules.py",
    "tenants/payments/services/checkouts.py",
    "tenants/payments/services/requesting.py",
    "tenants/rebates/privacy.py",
    "tenants/rebates/selectors.py",
    "tenants/trading/selectors.py",
    "tenants/trading/services/opening.py",
    "tenants/wallets/rules.py",
    "tenants/wallets/services/between.py",
    "tenants/wallets/services/transferring.py",
)
# Said to programs and to the log, never on a page.
_UNSEEN = ("There is no such wish for an account.",)


def _sentences(path: Path) -> Iterator[str]:
    """Constants and f-strings that read like sentences, a place holder where a fact is filled in."""
    tree = ast.parse(path.read_text())
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        text = _text(node) if id(node) not in alone | inside else ""
        if text.endswith(".") and len(text.split()) > 2 and (text[0].isupper() or text[0] in "“7"):
            yield text


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "77" for part in node.values)
    return ""


@pytest.mark.parametrize("path", SPEAKERS)
def test_every_sentence_to_clients_and_partners_can_be_translated(path: str) -> None:
    said = [*_sentences(ROOT / path)]
    for noun in ("deposit", "payout"):  # one rule speaks of both
        said = [text.replace("The smallest 77 is", f"The smallest {noun} is") for text in said]
        said = [text.replace("The largest 77 at once", f"The largest {noun} at once") for text in said]
    said = [text.replace("77 needs verification", "A live account needs verification") for text in said]
    unknown = [
        text
        for text in said
        if text not in _UNSEEN and not any(refusals._pattern(one).fullmatch(text) for one in refusals.SPOKEN)
    ]
    assert unknown == [], "add them to portals/shared/refusals.py, run `atrium messages` and translate"


@pytest.mark.parametrize(
    ("language", "message", "read"),
    [
        ("es", "The smallest payout is 50.00 USD.", "El pago mínimo es de 50.00 USD."),
        (
            "es",
            "The largest payout at once is 50.00 USD. Say where the money should go.",
            "El pago máximo de una vez es de 50.00 USD. Indique adónde debe ir el dinero.",
        ),
        (
            "zh-hans",
            "Only 12.50 USD is available. Nothing was moved.",
            "可用余额仅为 12.50 USD。未发生任何资金变动。",
        ),
        ("ar", "The amount must be more than zero.", "يجب أن يكون المبلغ أكبر من صفر."),
        ("es", "The account was not opened. The moon is full.", "La cuenta no se abrió. The moon is full."),
        ("es", "The moon is full.", "The moon is full."),
        ("en", "The smallest payout is 50.00 USD.", "The smallest payout is 50.00 USD."),
    ],
)
def test_a_refusal_is_read_in_the_readers_language(language: str, message: str, read: str) -> None:
    with translation.override(language):
        assert refusals.said(Refused(message)) == read
