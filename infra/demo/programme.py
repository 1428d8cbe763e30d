"""The partner programme: ranks, an agreement, links, material, clicks, what partners give; then a dispute and a sign of abuse."""

import struct
import zlib
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from atrium.kernel import clock
from infra.demo.cast import House
from tenants.abuse import services as abuse
from tenants.ibs import selectors, services
from tenants.ibs.models import ClientPartner, Partner, Programme
from tenants.ibs.services import ranks
from tenants.ibs.services.clicks import Visit
from tenants.identity.models import LogIn
from tenants.rebates.models import Dispute, Line
from tenants.rebates.services import disputes

BROWSER: Final = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
SHARED: Final = "203.0.113.200"
"""An address from which a partner and its client both log in."""


@dataclass(frozen=True, slots=True)
class Words:
    """In the house's language."""

    programme: str
    about: str
    agreement: str
    wording: str
    landing: str
    link: str
    banner: str
    words: str
    ranks: tuple[str, str]
    question: str
    guest: str


ENGLISH: Final = Words(
    programme="Academy partners",
    about="For teachers and schools: your pupils trade, you earn with them.",
    agreement="Partner agreement",
    wording="You bring clients and treat them fairly. You say that you are paid for it. You promise nobody a profit.",
    landing="Open an account",
    link="YouTube channel",
    banner="Trade with a steady hand",
    words="Open an account in five minutes and try it with play money first.",
    ranks=("Silver", "Gold"),
    question="I expected the rate of my rank for this deal. Please look at it again.",
    guest="Noah North",
)
SPANISH: Final = Words(
    programme="Socios de academia",
    about="Para profesores y escuelas: sus alumnos operan y usted gana con ellos.",
    agreement="Acuerdo de socios",
    wording="Usted trae clientes y los trata con justicia. Dice que cobra por ello. No promete ganancias a nadie.",
    landing="Abrir una cuenta",
    link="Canal de YouTube",
    banner="Opere con mano firme",
    words="Abra una cuenta en cinco minutos y pruebe primero con dinero ficticio.",
    ranks=("Plata", "Oro"),
    question="Esperaba la tarifa de mi rango para esta operación. Por favor, mírelo otra vez.",
    guest="Noé Navarro",
)


def furnish(house: House) -> None:
    """Before anybody trades. Told again it makes nothing."""
    if Programme.objects.exists():
        return
    words = SPANISH if house.language == "es" else ENGLISH
    partners = {
        one.code: one for one in Partner.objects.filter(code__in=[one.code for one in house.partners])
    }
    master, middle, lowest = (partners[one.code] for one in house.partners[:3])
    for level, title in enumerate(words.ranks, start=1):
        ranks.save_rank(level=level, title=title, reach={"own_lots": str(50 * level)}, keep={})
    _agree(words, list(partners.values()))
    _offer(house, words, middle)
    services.agree_own_share(partner_id=lowest.id, share=Decimal("0.7"))
    services.invite(partner_id=middle.id, name=words.guest, share=Decimal("0.6"))
    _give(middle, lowest)
    services.join_programme(partner_id=lowest.id, programme_id=Programme.objects.get().id)
    for place in range(6):
        visit = Visit(ip=f"198.51.100.{10 + place}", agent=BROWSER)
        services.follow(code=("tube" + house.slug[:3]) if place % 2 else master.code, visit=visit)


def live_in(house: House) -> None:
    """After the first deals: a partner asks about one, and the night finds that somebody logs in as two."""
    if Dispute.objects.exists():
        return
    words = SPANISH if house.language == "es" else ENGLISH
    lowest = Partner.objects.get(code=house.partners[2].code)
    line = Line.objects.filter(partner=lowest).exclude(amount=0).order_by("id").first()
    if line is not None:
        disputes.open_dispute(partner=lowest, line_id=line.pk, text=words.question)
    stake = (
        ClientPartner.objects.filter(partner__code=house.partners[1].code)
        .select_related("client", "partner")
        .first()
    )
    if stake is not None:
        day = clock.now() - timedelta(days=1)
        for user_id, surface in ((stake.partner.user_id, "ib"), (stake.client.user_id, "client")):
            LogIn.objects.create(
                user_id=user_id,
                at=day,
                surface=surface,
                ip=SHARED,
                user_agent=BROWSER,
                device="Firefox on Linux",
            )
        abuse.look()


def _agree(words: Words, partners: list[Partner]) -> None:
    draft = services.draft_agreement(title=words.agreement, wording=words.wording)
    services.publish_agreement(agreement_id=draft.id)
    for partner in partners:
        services.accept_agreement(partner_id=partner.id, agreement_id=draft.id)


def _offer(house: House, words: Words, middle: Partner) -> None:
    landing = services.save_landing(title=words.landing, target="/register/", language=house.language)
    services.save_programme(
        code="academy", title=words.programme, description=words.about, landing_id=landing.id,
        questions="Website? *" if house.language == "en" else "¿Sitio web? *",
    )  # fmt: skip
    services.add_link(
        partner_id=middle.id, title=words.link, code="tube" + house.slug[:3], landing_id=landing.id
    )
    for width, height in ((300, 250), (728, 90)):
        services.add_promo(
            title=f"{words.banner}, {width} × {height}", language=house.language, landing_id=landing.id,
            picture=_banner(width, height, house.brand["primary"], house.brand["accent"]),
        )  # fmt: skip
    services.add_promo(title=words.banner, language=house.language, words=words.words, landing_id=landing.id)


def _give(middle: Partner, lowest: Partner) -> None:
    """One holds, one waits for the broker."""
    rules = selectors.policy()
    same: dict[str, Any] = {
        "click": rules.click, "window_days": rules.window_days, "sight": rules.sight,
        "partners_invite": rules.partners_invite, "most_client_share": rules.most_client_share,
    }  # fmt: skip
    services.save_policy(**same, client_rebates_asked=False)
    services.give_client_rebate(
        partner_id=middle.id, client_group="*", share=Decimal("0.1"), by=middle.user_id
    )
    services.save_policy(**same, client_rebates_asked=True)
    services.give_client_rebate(
        partner_id=lowest.id, client_group="*", share=Decimal("0.25"), by=lowest.user_id
    )


def _banner(width: int, height: int, ground: str, stripe: str) -> bytes:
    """A PNG of the house's two colours, a stripe at its foot."""
    one, two = (bytes.fromhex(colour.lstrip("#")) for colour in (ground, stripe))
    rows = b"".join(b"\0" + (two if y > height * 4 // 5 else one) * width for y in range(height))
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + _chunk(b"IDAT", zlib.compress(rows, 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
