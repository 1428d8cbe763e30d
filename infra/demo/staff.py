"""Brand, desks and colleagues."""

from infra.demo.cast import House
from infra.demo.people import hashed_password
from tenants.branding.services import change_brand
from tenants.identity.models import User
from tenants.staff.models import Desk
from tenants.staff.services import add_member, open_desk


def furnish(house: House) -> None:
    change_brand(**house.brand)
    made: dict[str, Desk] = {}
    for desk in house.desks:  # parents come before their children
        parent = made.get(desk.parent)
        made[desk.name] = open_desk(
            name=desk.name, countries=desk.countries, languages=desk.languages, parent=parent
        )
    known = set(User.objects.filter(realm=User.Realm.STAFF).values_list("email", flat=True))
    for colleague in house.staff:
        if colleague.email not in known:
            add_member(
                email=colleague.email,
                name=colleague.name,
                role=colleague.role,
                desk=colleague.desk,
                password_hash=hashed_password(),
                takes_leads=colleague.takes_leads,
            )
