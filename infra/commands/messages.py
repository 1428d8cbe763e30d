"""Bring the catalogues of translations up to date with what the pages say."""

from typing import Final

import click

from infra.settings.env import ROOT

# Whose catalogue speaks for which sources.
CATALOGUES: Final = {
    "portals/shared/locale": ("portals/shared",),
    "portals/client_portal/locale": ("portals/client_portal", "tenants/identity/forms.py"),
    "portals/ib_portal/locale": ("portals/ib_portal",),
}
LANGUAGES: Final = ("es", "zh-hans", "ar")


@click.command("messages")
def command() -> None:
    """Collect what pages say into the .po files, compile them, and name what is not translated yet."""
    from infra import messages

    for folder, sources in CATALOGUES.items():
        for language in LANGUAGES:
            path = messages.catalogue(folder, language)
            catalog = messages.update(path, language, [ROOT / source for source in sources])
            path.with_suffix(".mo").write_bytes(messages.compiled(catalog))
            lacking = messages.missing(catalog, catalog)
            click.echo(f"{folder}: {language}, {len(catalog)} sentences, {len(lacking)} not translated yet.")
            for sentence in lacking:
                click.echo(f"  {sentence}")
