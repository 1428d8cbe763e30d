"""Proof of a payment: sent by the client, shown to the client who sent it and to nobody else here."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from atrium.kernel.errors import AtriumError, NotFound
from portals.client_portal.access import client_page
from portals.client_portal.money.deposits import page_of
from portals.client_portal.money.forms import ProofForm
from portals.shared.proofs import as_download
from portals.shared.refusals import said
from tenants.clients.models import Client
from tenants.payments import selectors
from tenants.payments.services import add_proof


@require_POST
@client_page
def send(request: HttpRequest, client: Client, deposit_id: uuid.UUID) -> HttpResponse:
    deposit = selectors.deposit_of(client, deposit_id)
    form = ProofForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            add_proof(deposit_id=deposit.id, chunks=file.chunks(), name=file.name, by=client.user_id)
        except AtriumError as refusal:
            form.add_error("file", said(refusal))
        else:
            messages.success(
                request, _("Your proof is here. A person looks at it; this page tells you what came of it.")
            )
            return redirect("deposit_detail", deposit.id)
    context = page_of(client, deposit) | {"proof_form": form}
    return render(request, "client_portal/money/deposit_detail.html", context, status=422)


@require_safe
@client_page
def download(
    request: HttpRequest, client: Client, deposit_id: uuid.UUID, proof_id: uuid.UUID
) -> HttpResponse:
    proof = selectors.deposit_of(client, deposit_id).proofs.filter(id=proof_id).first()
    if proof is None:
        raise NotFound("There is no such file.")
    return as_download(proof)
