"""The first operator of a deployment, and one more, by command."""

from typing import Any

import pytest

from atrium.kernel import tenancy
from atrium.kernel.errors import InvalidInput
from infra.operators import add_operator
from tenants.identity.models import User
from tenants.outbox.models import Event
from tenants.staff.models import Member


@pytest.mark.usefixtures("db")
def test_an_operator_is_added_with_every_permission_and_a_link_where_no_mail_leaves(vendor: Any) -> None:
    said = add_operator(email="Omar@Vendor.example", name="Omar Operator")
    with tenancy.entered(vendor):
        omar = Member.objects.get(user__email="omar@vendor.example")
        assert (omar.user.realm, omar.allows("brokers.manage")) == (User.Realm.OPERATOR, True)
        assert not omar.user.has_usable_password()
        assert Event.objects.filter(kind="member.invited", payload__member_id=str(omar.id)).count() == 1
    assert said.startswith("Omar Operator is an operator now.")
    assert "http" in said.splitlines()[-1]


@pytest.mark.usefixtures("db")
def test_an_operator_who_is_there_is_invited_again_and_not_doubled(vendor: Any) -> None:
    for _ in range(2):
        said = add_operator(email="omar@vendor.example", name="Omar")
    assert "was an operator before" in said
    with tenancy.entered(vendor):
        assert Member.objects.filter(user__email="omar@vendor.example").count() == 1


@pytest.mark.usefixtures("db")
def test_what_is_no_mailbox_is_refused_and_nobody_is_added(vendor: Any) -> None:
    with pytest.raises(InvalidInput):
        add_operator(email="omar", name="Omar")
    with tenancy.entered(vendor):
        assert not User.objects.filter(name="Omar").exists()
