"""Which letters the bytes of a text file mean."""

import codecs
from pathlib import Path
from typing import Final

from .limits import BadFile

OFFERED: Final = {
    "utf-8": "Unicode (UTF-8)",
    "utf-16": "Unicode (UTF-16)",
    "cp1252": "Western European (Windows-1252)",
    "cp1250": "Central European (Windows-1250)",
    "cp1251": "Cyrillic (Windows-1251)",
    "cp1253": "Greek (Windows-1253)",
    "cp1254": "Turkish (Windows-1254)",
    "cp1256": "Arabic (Windows-1256)",
    "gb18030": "Chinese simplified (GB 18030)",
    "big5": "Chinese traditional (Big5)",
    "shift_jis": "Japanese (Shift JIS)",
    "euc_kr": "Korean (EUC-KR)",
}
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE: Final = 200_000
_BLOCK: Final = 1 << 20
_LATIN: Final = {"cp1250", "cp1252", "cp1254"}


def encoding_of(path: Path, chosen: str = "") -> str:
    """The one in which the whole file can be read, or BadFile that names the line at which it cannot."""
    data = path.read_bytes()
    found = _by_mark(data) or chosen or _by_zeros(data)
    if found:
        return _tried(data, found)
    fault = _first_fault(data, "utf-8")
    return "utf-8" if fault is None else _older(data, fault)


def _by_mark(data: bytes) -> str:
    return next((name for mark, name in _MARKS if data.startswith(mark)), "")


def _by_zeros(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of plain letters is zero."""
    head = data[:2000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) // 5 and even * 10 < odd:
        return "utf-16-le"
    if even > len(head) // 5 and odd * 10 < even:
        return "utf-16-be"
    return ""


def _tried(data: bytes, encoding: str) -> str:
    fault = _first_fault(data, encoding)
    if fault is not None:
        raise BadFile(
            f"Line {line_at(data, fault)} cannot be read as {label(encoding)}: the file is cut off, or mixes ways of writing"
            " letters. Save it anew as UTF-8. Nothing was imported."
        )
    return encoding


def _first_fault(data: bytes, encoding: str) -> int | None:
    """Where it cannot be read. By blocks: the text of a large file is not wanted here, only whether there is one."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for at in range(0, len(data), _BLOCK):
        try:
            decoder.decode(data[at : at + _BLOCK], final=at + _BLOCK >= len(data))
        except UnicodeDecodeError as error:
            return at + error.start
    return None


def _older(data: bytes, fault: int) -> str:
    """Not UTF-8. If much of it is, it is a mixture, and to guess would spoil names silently."""
    if _is_mostly_utf8(data):
        raise BadFile(
            f"Line {line_at(data, fault)} is not written in UTF-8 as other lines are: two ways of writing letters are mixed."
            " Save the file anew as UTF-8. Nothing was imported."
        )
    from charset_normalizer import from_bytes

    foreign = b"\n".join(line for line in data[: _SAMPLE * 4].splitlines() if not line.isascii())[:_SAMPLE]
    best = from_bytes(foreign, cp_isolation=[name for name in OFFERED if not name.startswith("utf")]).best()
    guess = best.encoding if best else ""
    if guess in _LATIN and _reads_western(foreign):
        guess = "cp1252"
    for name in (guess, "cp1252", "gb18030"):
        if name and _fits(data, name):
            return name
    raise BadFile(
        f"Line {line_at(data, fault)} is written in letters that could not be recognised. Save the file as UTF-8"
        " (Excel: “CSV UTF-8”). Nothing was imported."
    )


def _reads_western(foreign: bytes) -> bool:
    """Between the Latin tables a few names decide nothing. The commonest is taken if it gives letters, and not š and ž, which
    others have oftener; the page shows the first rows and lets the reader choose another."""
    if not _fits(foreign, "cp1252"):
        return False
    signs = {sign for sign in foreign.decode("cp1252") if sign > "\x7f"}
    return all(sign.isalpha() for sign in signs) and not signs & set("šžŠŽ")


def _is_mostly_utf8(data: bytes) -> bool:
    foreign = [line for line in data[: _SAMPLE * 4].splitlines() if not line.isascii()]
    good = sum(_fits(line, "utf-8") for line in foreign)
    return good * 2 > len(foreign)


def _fits(data: bytes, encoding: str) -> bool:
    return _first_fault(data, encoding) is None


def line_at(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1


def label(encoding: str) -> str:
    return OFFERED.get(encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be"), encoding)
