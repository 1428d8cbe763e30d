"""HTML from templates and escaped values; works without JavaScript."""

from decimal import Decimal
from html import escape
from pathlib import Path
from string import Template

from infra.simulators.psp.wire import API_VERSION, Json
from infra.simulators.psp.words import words_of

FOLDER = Path(__file__).with_name("pages")
_ZERO_DECIMALS = frozenset({"clp", "jpy", "krw", "pyg", "ugx", "vnd", "xaf", "xof"})
_THREE_DECIMALS = frozenset({"bhd", "jod", "kwd", "omr", "tnd"})


def money(amount: int, currency: str) -> str:
    places = 0 if currency in _ZERO_DECIMALS else 3 if currency in _THREE_DECIMALS else 2
    return f"{Decimal(amount).scaleb(-places):,.{places}f} {currency.upper()}"


def merchant(session: Json) -> str:
    return str((session.get("branding_settings") or {}).get("display_name") or "the merchant")


def _fill(template: str, **values: str) -> str:
    return Template((FOLDER / template).read_text()).substitute(values)


def _frame(title: str, content: str, *, language: str = "en", body_class: str = "") -> str:
    page = _fill("frame.html", title=escape(title), content=content, body_class=body_class)
    return page.replace('lang="en"', f'lang="{language}"', 1)


def payment_page(session: Json, form: dict[str, str], faults: dict[str, str], banner: str = "") -> str:
    words, amount = (
        words_of(session.get("locale")),
        money(session["amount_total"], session["currency"]),
    )
    form = {"email": session.get("customer_email") or ""} | form
    content = _fill(
        "pay.html",
        merchant=escape(merchant(session)),
        amount=amount,
        item=escape(session["_name"]),
        action=session.get("_action") or f"/c/pay/{session['id']}",
        fields=_fields(words, form, faults),
        pay=words["pay"].format(amount=amount),
        banner=f'<p class="banner" role="alert">{words.get(banner, words["declined"])}</p>' if banner else "",
        **{name: words[name] for name in ("test_mode", "pay_to", "cancel", "hint")},
    )
    return _frame(f"{amount} · {merchant(session)}", content, language=_language(session))


def _fields(words: dict[str, str], form: dict[str, str], faults: dict[str, str]) -> str:
    def one(name: str, label: str, more: str) -> str:
        value, fault = escape(form.get(name, "")), faults.get(name)
        marks = f' aria-invalid="true" aria-describedby="{name}-fault"' if fault else ""
        says = f'<p class="fault" id="{name}-fault">{words[fault]}</p>' if fault else ""
        return (
            f'<div><label for="{name}">{words[label]}</label>'
            f'<input id="{name}" name="{name}" value="{value}" {more}{marks}>{says}</div>'
        )

    digits = 'inputmode="numeric"'
    return "\n".join(
        (
            one("email", "email", 'type="email" autocomplete="email"'),
            one(
                "number",
                "card",
                f'{digits} autocomplete="cc-number" placeholder="4242 4242 4242 4242"',
            ),
            '<div class="pair">',
            one(
                "expiry",
                "expiry",
                f'{digits} autocomplete="cc-exp" placeholder="12 / 34"',
            ),
            one("cvc", "cvc", f'{digits} autocomplete="cc-csc" placeholder="123"'),
            "</div>",
            one("name", "name", 'autocomplete="cc-name"'),
        )
    )


def _language(session: Json) -> str:
    return "es" if str(session.get("locale")).startswith("es") else "en"


def closed_page(session: Json, link: str) -> str:
    words = words_of(session.get("locale"))
    word = "paid" if session["status"] == "complete" else "expired"
    back = words["back"].format(merchant=escape(merchant(session)))
    anchor = f'<p><a href="{escape(link)}">{back}</a></p>' if link else ""
    content = _fill("note.html", heading=words[f"{word}_title"], text=words[word], link=anchor)
    return _frame(words[f"{word}_title"], content, language=_language(session))


def lost_page() -> str:
    words = words_of("en")
    return _frame(
        words["lost_title"],
        _fill("note.html", heading=words["lost_title"], text=words["lost"], link=""),
    )


def log_page(
    sessions: list[Json],
    deliveries: list[Json],
    kinds: dict[str, tuple[str, str]],
    faults: list[Json],
) -> str:
    content = _fill(
        "log.html",
        version=API_VERSION,
        sessions="".join(_session_row(session) for session in sessions),
        deliveries="".join(_delivery_row(row, *kinds.get(row["id"], ("", ""))) for row in deliveries),
        faults="".join(_row(fault["kind"], fault["times"], fault["options"]) for fault in faults),
    )
    return _frame("Payment provider simulator", content)


def wallet_page(payments: list[Json]) -> str:
    return _frame("A wallet with coins", _fill("wallet.html", payments="".join(map(_wallet_row, payments))))


def _wallet_row(payment: Json) -> str:
    form = (
        f'<form method="post" action="/wallet/{payment["id"]}"><button name="share" value="all">All</button> '
        '<button name="share" value="half">Half</button></form>'
        if payment["payment_status"] == "waiting"
        else ""
    )
    cells = (
        payment["payment_id"],
        payment["pay_address"],
        f"{payment['pay_amount']} {payment['pay_currency']}",
        f"{payment['price_amount']} {payment['price_currency']}",
        payment["payment_status"],
    )
    return _row(*cells).removesuffix("</tr>") + f"<td>{form}</td></tr>"


def _session_row(session: Json) -> str:
    amount = money(session["amount_total"], session["currency"])
    return _row(
        session["id"][:20] + "…",
        merchant(session),
        amount,
        session["status"],
        session["client_reference_id"],
    )


def _delivery_row(row: Json, kind: str, url: str) -> str:
    answer = f"{row['last_status'] or ''} {row['last_answer']}".strip()[:120]
    return _row(row["id"], kind, url, row["state"], row["attempt"], answer)


def _row(*cells: object) -> str:
    inside = "".join(
        f'<td class="{escape(str(cell)) if cell in ("delivered", "complete", "given_up", "expired") else "code"}">'
        f"{escape('' if cell is None else str(cell))}</td>"
        for cell in cells
    )
    return f"<tr>{inside}</tr>"
