"""The page of a statement, the same in both portals: choose, look, take away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from atrium.kernel.errors import AtriumError, NotFound
from portals.shared.statements.form import StatementForm
from portals.shared.statements.making import FORMATS, PDF_MOST, PDF_ROWS, as_file, document_of
from portals.shared.statements.words import what, whom
from tenants.identity.models import User
from tenants.ledger import selectors as ledger

SHOWN: Final = 100
Address = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Links:
    """URL names: the page, its file, and of a statement that is printed as work its beginning, its page and its file."""

    page: str
    file: str
    print: str
    printing: str
    printed: str


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose wallets they are, and where the pages of this portal are."""

    user: User
    holder: str
    number: str
    wallets: Sequence[str]
    address: Address
    links: Links

    def form(self, data: Any) -> StatementForm:
        return StatementForm(data, wallets=self.wallets)

    @property
    def urls(self) -> dict[str, str]:
        links = self.links
        return {
            "page_url": links.page,
            "file_url": links.file,
            "print_url": links.print,
            "printing_url": links.printing,
            "printed_url": links.printed,
        }

    def context(self, form: StatementForm) -> dict[str, Any]:
        return {"form": form, "formats": tuple(FORMATS), **self.urls}


def page(request: HttpRequest, template: str, owner: Owner) -> HttpResponseBase:
    """The newest rows come last, as on paper. What is too long to print at once is offered as work."""
    form = owner.form(request.GET or None)
    if not form.is_bound:  # at first the month so far is shown
        form = owner.form(
            {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
        )
    context = owner.context(form)
    if form.is_valid():
        since, until = form.period()
        found = ledger.statement(owner.address(form.cleaned_data["wallet"]), since, until)
        context |= {
            "statement": found,
            "rows": [(what(row.entry), whom(row.entry), row) for row in islice(found.rows, SHOWN)],
            "more": max(0, found.count - SHOWN),
            "asked": _asked(form),
            "to_print": _values(form) if PDF_ROWS < found.count <= PDF_MOST else None,
        }
    return render(request, template, context, status=422 if form.errors else 200)


def file(request: HttpRequest, template: str, format: str, owner: Owner) -> HttpResponseBase:
    form = owner.form(request.GET)
    if format not in FORMATS:
        raise NotFound("There is no such file.")
    if form.is_valid():
        since, until = form.period()
        document = document_of(
            address=owner.address(form.cleaned_data["wallet"]),
            holder=owner.holder,
            number=owner.number,
            since=since,
            until=until,
        )
        try:
            return as_file(document, format)
        except AtriumError as refusal:
            form.add_error(None, refusal.message)
    return render(request, template, owner.context(form), status=422)


def _values(form: StatementForm) -> dict[str, str]:
    said = form.cleaned_data
    return {name: str(said[name]) for name in ("wallet", "since", "until")}


def _asked(form: StatementForm) -> str:
    return "&".join(f"{name}={value}" for name, value in _values(form).items())
