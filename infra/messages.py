"""Catalogues of translations: what is said in templates and code goes into .po files, those become .mo files.

Babel does it, so that no gettext program is needed on the machine.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

from infra.settings.env import ROOT

_KEYWORDS: Final = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_SUFFIXES: Final = {".py", ".html", ".txt"}


def said_in(folders: Iterable[Path]) -> Catalog:
    """Every sentence that can be translated, with the files it stands in."""
    catalog = Catalog(charset="utf-8")
    for path in sorted(_sources(folders)):
        for _, message, _, context in _messages(path):
            catalog.add(message, locations=[(path.name, 0)], context=context)
    return catalog


def catalogue(folder: str, language: str) -> Path:
    """Where Django looks: zh-hans is in zh_Hans."""
    return ROOT / folder / to_locale(language) / "LC_MESSAGES" / "django.po"


def read(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=to_locale(language))


def update(path: Path, language: str, folders: Iterable[Path]) -> Catalog:
    """What is new comes in empty, what is no longer said goes; translations that are there stay."""
    catalog = read(path, language) if path.exists() else Catalog(locale=to_locale(language), charset="utf-8")
    since = catalog.creation_date  # else every run would change the file
    catalog.update(said_in(folders), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.project, catalog.version, catalog.fuzzy, catalog.creation_date = "Atrium", "1", False, since
    catalog.header_comment = f"# What these pages say, in {language}. Made and checked by `atrium messages`."
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, sort_output=True, omit_header=False, no_location=True, width=110)
    return catalog


def compiled(catalog: Catalog) -> bytes:
    file = BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def missing(catalog: Catalog, wanted: Catalog) -> list[str]:
    """Sentences without a translation."""
    lacking = []
    for message in wanted:
        if message.id:
            known = catalog.get(message.id, message.context)
            if known is None or not known.string or (message.pluralizable and not all(known.string)):
                lacking.append(str(message.id))
    return lacking


def _sources(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        found = [folder] if folder.is_file() else folder.rglob("*")
        yield from (path for path in found if path.suffix in _SUFFIXES and "node_modules" not in path.parts)


def _messages(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    text = path.read_text()
    if path.suffix == ".py":
        yield from extract("python", BytesIO(text.encode()), keywords=_KEYWORDS)
    else:
        # Django turns tags into calls between words that mean nothing; only Babel's JavaScript reader takes that.
        yield from extract("javascript", BytesIO(templatize(text).encode()), keywords=_KEYWORDS)
