"""What a payer writes on a bank transfer: DEP, seven digits, a check digit. Found again in whatever the bank made of it."""

import re
from typing import Final

PREFIX: Final = "DEP"
_SHAPE: Final = re.compile(r"D\W{0,2}E\W{0,2}P\W{0,3}((?:\d\W{0,2}){7,11}\d)", re.IGNORECASE)
_DAMM: Final = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


def reference_of(number: int) -> str:
    """DEP-0001042-7: the last digit is Damm's, which catches every wrong digit and every swap of neighbours."""
    digits = f"{number:07d}"
    return f"{PREFIX}-{digits}-{check_digit(digits)}"


def check_digit(digits: str) -> str:
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return str(interim)


def references_in(*texts: str) -> list[str]:
    """All good references, in their order, each once. Banks drop hyphens, add spaces and break lines inside them."""
    found: dict[str, None] = {}
    for text in texts:
        for match in _SHAPE.finditer(text):
            digits = _good(re.sub(r"\D", "", match[1]))
            if digits:
                found[f"{PREFIX}-{digits[:-1]}-{digits[-1]}"] = None
    return list(found)


def _good(digits: str) -> str:
    """The shortest beginning whose check digit is right: other figures may follow at once."""
    return next((digits[:end] for end in range(8, len(digits) + 1) if check_digit(digits[:end]) == "0"), "")
