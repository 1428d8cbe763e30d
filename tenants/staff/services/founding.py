"""What a new house begins with."""

from atrium.brokers.types import BrokerOrder
from tenants.identity.models import User

from ..models import Desk, Role
from ..permissions import DEFAULT_ROLES
from .members import add_member, invite_member


def create_default_staff(order: BrokerOrder) -> None:
    """Roles, a first desk and the first administrator."""
    for name, role in DEFAULT_ROLES.items():
        Role.objects.get_or_create(
            name=name, defaults={"permissions": list(role.permissions), "scopes": list(role.scopes)}
        )
    desk, _ = Desk.objects.get_or_create(name="Sales desk")
    realm = User.Realm.OPERATOR if order.preset == "vendor" else User.Realm.STAFF
    if not order.admin_email or User.objects.filter(realm=realm, email=order.admin_email.lower()).exists():
        return
    admin = add_member(
        email=order.admin_email,
        name=order.admin_name or order.name,
        role="Administrator",
        desk=desk.name,
        realm=realm,
        password_hash=order.admin_password_hash,
        takes_leads=True,
    )
    if not order.admin_password_hash:
        invite_member(admin)
