"""Write api/openapi.yaml from the code, or check that it is up to date."""

import sys

import click


@click.command("openapi")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if the file and the code differ.")
def command(check: bool) -> None:
    """Write api/openapi.yaml from the code, or check that it is up to date."""
    from infra.commands._django import ready

    ready()
    from drf_spectacular.drainage import GENERATOR_STATS
    from drf_spectacular.renderers import OpenApiYamlRenderer

    from api.schema import document
    from infra.settings.env import ROOT

    file = ROOT / "api" / "openapi.yaml"
    text: str = OpenApiYamlRenderer().render(document(), renderer_context={}).decode()  # type: ignore[no-untyped-call]
    if GENERATOR_STATS:
        GENERATOR_STATS.emit_summary()
        sys.exit("The document is not complete: see the warnings above. Nothing was written.")
    if not check:
        file.write_text(text, encoding="utf-8")
        click.echo(f"Wrote {file.relative_to(ROOT)}.")
    elif not file.exists() or file.read_text(encoding="utf-8") != text:
        sys.exit("api/openapi.yaml is not what the code says. Run `atrium openapi` and commit it.")
    else:
        click.echo("api/openapi.yaml is what the code says.")
