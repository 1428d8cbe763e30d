"""Is this a bank account, a crypto address, an account at an e-wallet? Each is checked by its own arithmetic."""

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Final

from atrium.kernel.errors import InvalidInput

_REGISTER: Final = """
AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18
FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20
LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24
SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30
"""
# Length of an IBAN by country, as SWIFT's register (release 99) has them.
_LENGTHS: Final[Mapping[str, int]] = {pair[:2]: int(pair[2:]) for pair in _REGISTER.split()}
_BIC: Final = re.compile(r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?", re.ASCII)
_ACCOUNT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9@._+-]{3,99}", re.ASCII)
_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BECH32: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
# Coins by the chain on which they may be paid out; the first is the chain's own, for an address that names none.
ASSETS: Final[Mapping[str, tuple[str, ...]]] = {
    "BTC": ("BTC",),
    "ETH": ("ETH", "USDT"),
    "TRON": ("TRX", "USDT"),
}
NETWORKS: Final = tuple(ASSETS)
_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+", re.ASCII)


def iban(written: str) -> str:
    """ISO 13616: country, two check digits, an account of the country's length; modulo 97 leaves 1."""
    text = re.sub(r"[\s-]", "", written).upper()
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{8,30}", text, re.ASCII):
        raise InvalidInput(
            "This is not an IBAN. It begins with two letters and two digits, like DE89…", field="number"
        )
    length = _LENGTHS.get(text[:2])
    if length is None:
        raise InvalidInput(
            f"No bank accounts with an IBAN are known in {text[:2]}. Look at the first two letters.",
            field="number",
        )
    if len(text) != length:
        raise InvalidInput(
            f"An IBAN of {text[:2]} has {length} characters; this one has {len(text)}.", field="number"
        )
    if int("".join(str(int(letter, 36)) for letter in text[4:] + text[:4])) % 97 != 1:
        raise InvalidInput(
            "The check digits of this IBAN are wrong: a character is mistyped.", field="number"
        )
    return text


def bic(written: str) -> str:
    text = re.sub(r"\s", "", written).upper()
    if text and not _BIC.fullmatch(text):
        raise InvalidInput("A BIC has 8 or 11 letters and digits, like DEUTDEFF.", field="bic")
    return text


def account(written: str) -> str:
    text = written.strip()
    if not _ACCOUNT.fullmatch(text):
        raise InvalidInput(
            "Write the account as the e-wallet names it: letters, digits and @ . _ + -", field="number"
        )
    return text


def wallet(written: str, network: str) -> str:
    """At a named e-wallet the account is what that one calls its accounts; at any other, whatever could be one."""
    text = account(written)
    wanted = WALLETS.get(network) if network else None
    if network and wanted is None:
        raise InvalidInput(f"Choose an e-wallet: {', '.join(WALLETS)}.", field="network")
    if wanted is not None and not wanted[0].fullmatch(text):
        raise InvalidInput(wanted[1], field="number")
    return text


def asset(written: str, network: str) -> str:
    """The coin on this chain; the chain's own when none is named."""
    known = ASSETS.get(network, ())
    if not known:
        raise InvalidInput(f"Choose a network: {', '.join(NETWORKS)}.", field="network")
    found = written or known[0]
    if found not in known:
        raise InvalidInput(f"On {network} these coins are sent: {', '.join(known)}.", field="network")
    return found


def crypto(written: str, network: str) -> str:
    check = _CHECKS.get(network)
    if check is None:
        raise InvalidInput(f"Choose a network: {', '.join(NETWORKS)}.", field="network")
    text = written.strip()
    if not check(text):
        raise InvalidInput(
            f"This is not an address on {network}: its check characters do not fit. Copy it anew, do not type it.",
            field="number",
        )
    return text


def payout_capability(kind: str, network: str) -> str:
    """What a provider must be able to do so that money can go to such a place."""
    if kind == "wallet":
        return f"payout_{network.lower()}" if network else "payout"
    return f"payout_{kind}"


def _is_bitcoin(text: str) -> bool:
    if text.lower().startswith("bc1"):
        return _is_segwit(text)
    decoded = _base58check(text)
    return decoded is not None and len(decoded) == 21 and decoded[0] in (0, 5)


def _is_tron(text: str) -> bool:
    decoded = _base58check(text)
    return decoded is not None and len(decoded) == 21 and decoded[0] == 0x41


def _is_ethereum(text: str) -> bool:
    """EIP-55: the case of the letters is the check sum; all small or all capital carries none and is taken."""
    if not re.fullmatch(r"0x[0-9a-fA-F]{40}", text, re.ASCII):
        return False
    body = text[2:]
    if body in (body.lower(), body.upper()):
        return True
    digest = keccak256(body.lower().encode()).hex()
    return all(
        letter.isdigit() or letter.isupper() == (int(digest[place], 16) >= 8)
        for place, letter in enumerate(body)
    )


def _base58check(text: str) -> bytes | None:
    if not text or len(text) > 60 or any(letter not in _BASE58 for letter in text):
        return None
    number = 0
    for letter in text:
        number = number * 58 + _BASE58.index(letter)
    zeros = len(text) - len(text.lstrip("1"))
    raw = b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")
    body, check = raw[:-4], raw[-4:]
    return body if hashlib.sha256(hashlib.sha256(body).digest()).digest()[:4] == check else None


def _is_segwit(text: str) -> bool:
    """BIP 173 and 350: version 0 ends in bech32's constant, later versions in bech32m's."""
    if text not in (text.lower(), text.upper()) or not 14 <= len(text) <= 74:
        return False
    data = [_BECH32.find(letter) for letter in text.lower()[3:]]
    if -1 in data or len(data) < 7 or data[0] > 16:
        return False
    wanted = 1 if data[0] == 0 else 0x2BC830A3
    length = (len(data) - 7) * 5 // 8
    fits = length in (20, 32) if data[0] == 0 else 2 <= length <= 40
    return fits and _polymod([3, 3, 0, 2, 3, *data]) == wanted


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, part in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= part if top >> place & 1 else 0
    return check


_CONSTANTS: Final = """
1 8082 800000000000808a 8000000080008000 808b 80000001 8000000080008081 8000000000008009 8a 88 80008009 8000000a
8000808b 800000000000008b 8000000000008089 8000000000008003 8000000000008002 8000000000000080 800a 800000008000000a
8000000080008081 8000000000008080 80000001 8000000080008008
"""
_ROUNDS: Final = tuple(int(one, 16) for one in _CONSTANTS.split())
_MASK: Final = (1 << 64) - 1


def keccak256(data: bytes) -> bytes:
    """The hash before it became SHA-3 (padding 01), which Python's hashlib does not have. For one block or several."""
    rate = 136
    padded = data + b"\x01" + b"\0" * (-(len(data) + 2) % rate) + b"\x80"
    if len(data) % rate == rate - 1:
        padded = data + b"\x81"
    state = [0] * 25
    for start in range(0, len(padded), rate):
        for lane in range(rate // 8):
            state[lane] ^= int.from_bytes(padded[start + 8 * lane : start + 8 * lane + 8], "little")
        state = _permuted(state)
    return b"".join(lane.to_bytes(8, "little") for lane in state)[:32]


def _permuted(state: list[int]) -> list[int]:
    for constant in _ROUNDS:
        columns = [state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20] for x in range(5)]
        mixed = [columns[(x - 1) % 5] ^ _turned(columns[(x + 1) % 5], 1) for x in range(5)]
        state = [lane ^ mixed[place % 5] for place, lane in enumerate(state)]
        x, y, moved = 1, 0, state[1]
        moved_state = list(state)
        for step in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            kept, turn = state[x + 5 * y], (step + 1) * (step + 2) // 2 % 64
            moved_state[x + 5 * y], moved = _turned(moved, turn), kept
        state = [
            lane ^ (~moved_state[row + (column + 1) % 5] & moved_state[row + (column + 2) % 5]) & _MASK
            for row in range(0, 25, 5)
            for column, lane in enumerate(moved_state[row : row + 5])
        ]
        state[0] ^= constant
    return state


def _turned(lane: int, by: int) -> int:
    return (lane << by | lane >> (64 - by)) & _MASK


_CHECKS: Final[Mapping[str, Callable[[str], bool]]] = {
    "BTC": _is_bitcoin,
    "ETH": _is_ethereum,
    "TRON": _is_tron,
}
_AT_MAIL: Final = "Write the e-mail address by which the e-wallet knows you."
WALLETS: Final[Mapping[str, tuple[re.Pattern[str], str]]] = {
    "SKRILL": (_EMAIL, _AT_MAIL),
    "NETELLER": (_EMAIL, _AT_MAIL),
    "STRIPE": (re.compile(r"acct_[A-Za-z0-9]{6,40}", re.ASCII), "A Stripe account begins with acct_."),
}
PAYOUT_CAPABILITIES: Final = (
    payout_capability("wallet", ""),
    payout_capability("crypto", ""),
    *(payout_capability("wallet", name) for name in WALLETS),
)
