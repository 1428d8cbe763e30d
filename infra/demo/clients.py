"""A client's way: registered, verified where the broker asks for it, a demo account, a live one."""

from datetime import date, timedelta

from django.db import transaction

from atrium.kernel import clock
from infra.demo import cast
from infra.demo.cast import House
from infra.demo.people import hashed_password
from tenants.clients.models import Client
from tenants.clients.services import register_client
from tenants.identity.models import User
from tenants.identity.services import create_user
from tenants.kyc.selectors import may_open_live
from tenants.kyc.services import decide_check, submit_check
from tenants.trading.models import Product
from tenants.trading.services.opening import open_trading_account


def ensure(house: House, person: cast.Client) -> Client:
    """Found or made; each step may be told again."""
    client = Client.objects.select_related("user", "lead").filter(user__email=person.email).first()
    client = client or _register(house, person)
    _open(client, "demo", person)
    if person.deposit:
        _verify(house, client)
        _open(client, "standard", person)
    return client


@transaction.atomic
def _register(house: House, person: cast.Client) -> Client:
    user = create_user(
        realm=User.Realm.CLIENT,
        email=person.email,
        name=person.name,
        password_hash=hashed_password(),
        verified=True,
        language=person.language or house.language,
    )
    return register_client(
        user=user,
        currency=house.currency,
        phone=person.phone,
        country=person.country,
        language=person.language or house.language,
        source="partner" if person.partner else "website",
        referral_code=person.partner,
    )


def _verify(house: House, client: Client) -> None:
    if may_open_live(client).allowed:
        return
    officer = next(colleague for colleague in house.staff if colleague.role == "Compliance")
    check = submit_check(
        client=client,
        document="passport",
        document_number=f"P{client.number:07d}",
        birth_date=date(1988, 5, 17),
        expires_on=clock.now().date() + timedelta(days=5 * 365),
    )
    by = User.objects.get(realm=User.Realm.STAFF, email=officer.email)
    decide_check(check_id=check.id, by=by, approve=True)
    client.refresh_from_db()


def _open(client: Client, code: str, person: cast.Client) -> None:
    product = Product.objects.select_related("server").get(code=code)
    open_trading_account(client=client, product=product, key=f"demo:{person.email}:{code}")
