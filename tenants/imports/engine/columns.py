"""Which column is which field: guessed from headings in English, Spanish and Chinese."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

FIELDS: Final = (
    "name", "first_name", "last_name", "email", "phone", "country", "language", "source", "campaign", "referral_code",
    "birth_date", "national_id", "address", "manager",
)  # fmt: skip

_WORDS: Final[dict[str, str]] = {
    "name": "name, full name, fullname, client, client name, customer, lead, lead name, contact, contact name, person,"
    " nombre completo, nombre y apellidos, cliente, contacto, 姓名, 名字, 客户, 客户姓名, 联系人, 客户名称",
    "first_name": "first name, firstname, given name, forename, nombre, nombres, 名",
    "last_name": "last name, lastname, surname, family name, apellido, apellidos, 姓, 姓氏",
    "email": "email, e mail, mail, email address, e mail address, correo, correo electronico, direccion de correo, 邮箱, 电子邮件,"
    " 电子邮箱, 邮件",
    "phone": "phone, phone number, telephone, tel, mobile, mobile phone, mobile number, cell, cell phone, whatsapp, phone 1,"
    " telefono, movil, celular, numero de telefono, 电话, 手机, 手机号, 手机号码, 电话号码, 联系电话",
    "country": "country, country code, nation, pais, 国家, 国家地区, 国籍",
    "language": "language, lang, locale, idioma, lengua, 语言",
    "source": "source, lead source, origin, channel, fuente, origen, canal, 来源, 渠道",
    "campaign": "campaign, utm campaign, campaign name, campana, 活动, 广告系列",
    "referral_code": "referral code, referral, ref, ib, ib code, affiliate, partner code, codigo de referido, referido, 推荐码,"
    " 代理代码",
    "birth_date": "birth date, birthdate, date of birth, dob, birthday, fecha de nacimiento, nacimiento, 出生日期, 生日",
    "national_id": "national id, id number, passport, passport number, identity card, dni, nie, pasaporte, documento, cedula,"
    " 身份证, 身份证号, 护照, 护照号",
    "address": "address, street, direccion, domicilio, 地址",
    "manager": "manager, owner, assigned to, agent, sales, account manager, responsable, gestor, asesor, agente, 经理, 客户经理,"
    " 负责人",
}
_SYNONYMS: Final = {word.strip(): code for code, words in _WORDS.items() for word in words.split(",")}


def plain(heading: str) -> str:
    """Without accents, case and signs: “E-Mail address*” and “e mail address” are one."""
    apart = unicodedata.normalize("NFKD", heading.casefold().replace("_", " "))
    letters = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", letters)))


def guess(headings: Sequence[str], known: Mapping[str, str] | None = None) -> dict[int, str]:
    """Column → field, each field once; what was chosen for a heading before comes first."""
    known, found, taken = known or {}, {}, set()
    for column, heading in enumerate(headings):
        code = known[heading] if heading in known else _SYNONYMS.get(plain(heading), "")
        if code in FIELDS and code not in taken:
            found[column] = code
            taken.add(code)
    return _one_name(found)


def _one_name(found: dict[int, str]) -> dict[int, str]:
    """“Nombre” beside no surname is the whole name."""
    codes = set(found.values())
    if "first_name" in codes and not codes & {"last_name", "name"}:
        return {column: "name" if code == "first_name" else code for column, code in found.items()}
    return found


def complaint(mapping: Mapping[int, str]) -> str:
    """What is still missing, in words; nothing if rows can be read."""
    codes = list(mapping.values())
    doubled = next((code for code in codes if codes.count(code) > 1), "")
    if doubled:
        return f"Two columns are both matched to “{doubled.replace('_', ' ')}”. Leave one of them out."
    if not {"name", "first_name", "last_name"} & set(codes):
        return "Match a column to the name: without it a lead cannot be told from another."
    if not {"email", "phone"} & set(codes):
        return "Match a column to the e-mail or the phone: without one of them nobody can be reached."
    return ""


def digest(headings: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(headings).encode()).hexdigest()
