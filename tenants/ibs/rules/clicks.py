"""Who clicked: a person, the same person again, or a program. No address and no browser's name is kept."""

import hashlib
import hmac
import re
from datetime import date
from typing import Final
from urllib.parse import urlsplit

# Crawlers, previews of messengers, monitors and libraries name themselves; a browser that says nothing is none.
_PROGRAM: Final = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|facebookexternalhit|embedly|whatsapp|telegram|skypeuri|pingdom|uptime|monitor"
    r"|headless|phantom|lighthouse|curl|wget|python|httpx|aiohttp|okhttp|java/|go-http|libwww|perl|ruby|axios|node-fetch|scrapy",
    re.IGNORECASE,
)
_PHONE: Final = re.compile(r"mobile|android|iphone|ipad", re.IGNORECASE)


def is_program(*, agent: str, purpose: str = "", method: str = "GET") -> bool:
    """`purpose`: what a browser says when it fetches a page that nobody has asked for yet."""
    ahead = "prefetch" in purpose.lower() or "preview" in purpose.lower()
    return ahead or method != "GET" or not agent.strip() or _PROGRAM.search(agent) is not None


def visitor_hash(*, secret: str, house: str, day: date, ip: str, agent: str) -> str:
    """The same for one browser in one house on one day. The salt is the day's: yesterday's hashes lead nowhere."""
    salt = hmac.new(secret.encode(), f"ibs.click|{house}|{day.isoformat()}".encode(), hashlib.sha256).digest()
    return hmac.new(salt, f"{ip}|{agent}".encode(), hashlib.sha256).hexdigest()[:32]


def device_of(agent: str) -> str:
    return "phone" if _PHONE.search(agent) else "computer"


def host_of(referrer: str) -> str:
    """Only the host: the rest of an address may say who somebody is."""
    try:
        return (urlsplit(referrer).hostname or "")[:80]
    except ValueError:
        return ""
