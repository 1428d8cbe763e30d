"""The page of a statement, the same in both portals: choose, look, take away."""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from atrium.kernel.errors import AtriumError, NotFound
from portals.shared.statements.form import StatementForm
from portals.shared.statements.making import FORMATS, as_file, document_of
from portals.shared.statements.words import what, whom
from tenants.ledger import selectors as ledger

SHOWN: Final = 100
Address = Callable[[str], str]


def page(
    request: HttpRequest, template: str, *, wallets: Sequence[str], address: Address, links: tuple[str, str]
) -> HttpResponseBase:
    """`links` are the URL names of the page and of its file. The newest rows come last, as on paper."""
    form = StatementForm(request.GET or None, wallets=wallets)
    if not form.is_bound:  # at first the month so far is shown
        form = StatementForm(
            {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()},
            wallets=wallets,
        )
    context: dict[str, Any] = {
        "form": form,
        "formats": tuple(FORMATS),
        "page_url": links[0],
        "file_url": links[1],
    }
    if form.is_valid():
        since, until = form.period()
        found = ledger.statement(address(form.cleaned_data["wallet"]), since, until)
        context |= {
            "statement": found,
            "rows": [(what(row.entry), whom(row.entry), row) for row in islice(found.rows, SHOWN)],
            "more": max(0, found.count - SHOWN),
            "asked": _asked(form),
        }
    return render(request, template, context, status=422 if form.errors else 200)


def file(
    request: HttpRequest, template: str, format: str, *, wallets: Sequence[str], address: Address, holder: str,
    number: str, links: tuple[str, str],
) -> HttpResponseBase:  # fmt: skip
    form = StatementForm(request.GET, wallets=wallets)
    if format not in FORMATS:
        raise NotFound("There is no such file.")
    if form.is_valid():
        since, until = form.period()
        document = document_of(
            address=address(form.cleaned_data["wallet"]), holder=holder, number=number, since=since, until=until
        )  # fmt: skip
        try:
            return as_file(document, format)
        except AtriumError as refusal:
            form.add_error(None, refusal.message)
    context = {"form": form, "formats": tuple(FORMATS), "page_url": links[0], "file_url": links[1]}
    return render(request, template, context, status=422)


def _asked(form: StatementForm) -> str:
    said = form.cleaned_data
    return f"wallet={said['wallet']}&since={said['since']}&until={said['until']}"
