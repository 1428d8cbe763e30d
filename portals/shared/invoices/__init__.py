"""A self-billing invoice as PDF, drawn from its frozen content alone: the same bytes of words today and in ten years."""

from django.http import HttpResponse

from tenants.rebates.models import Invoice


def invoice_file(invoice: Invoice) -> HttpResponse:
    from portals.shared.invoices.pdf import pdf_of

    answer = HttpResponse(pdf_of(invoice.content), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{invoice.number}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
