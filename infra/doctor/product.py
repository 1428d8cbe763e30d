"""The product itself: what `/readyz` asks, and whether new brokers are made from today's template."""

from collections.abc import Iterator

from infra.doctor.findings import Finding, fails, ok


def readiness() -> Iterator[Finding]:
    from infra.readiness import check

    for result in check():
        yield ok(result.name, "ready") if result.ok else fails(result.name, result.message)


def template() -> Iterator[Finding]:
    from atrium.brokers import template as broker_template

    if broker_template.is_current():
        yield ok("template", "new brokers are made as the migrations say")
    else:
        yield fails("template", "The template of new brokers is behind the migrations. Run `make template`.")
