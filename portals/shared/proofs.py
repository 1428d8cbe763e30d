"""A client's file as a download. It is never shown inside a page of ours: what a stranger wrote could be read as ours."""

from django.http import HttpResponse

from atrium.kernel.errors import NotFound
from tenants.payments.models import Proof
from tenants.payments.services.proofs import ENDINGS, path_of


def as_download(proof: Proof) -> HttpResponse:
    path = path_of(proof)
    if not path.exists():
        raise NotFound("There is no such file.")
    name = f"proof-{proof.uploaded_at:%Y-%m-%d}-{str(proof.id)[-6:]}.{ENDINGS[proof.media_type]}"
    answer = HttpResponse(path.read_bytes(), content_type=proof.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer
