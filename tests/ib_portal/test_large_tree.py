"""Five thousand partners: the tree asks as little as for fifty, and the page stays small."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atrium.kernel import clock
from tenants.ibs.models import Partner, PartnerParent
from tenants.identity.models import Person, User

MANY = 5_000
BRANCHES = 70


def crowd(top: Partner) -> list[Partner]:
    """Seventy below the top, and everybody else in chains of their branches, at most eight deep."""
    now = clock.now() - timedelta(days=1)
    people = [Person(id=uuid.uuid4()) for _ in range(MANY)]
    Person.objects.bulk_create(people)
    users = [
        User(
            realm="partner",
            email=f"p{n}@crowd.example",
            login=f"partner:p{n}@crowd.example",
            name=f"Crowd {n}",
            person=one,
        )
        for n, one in enumerate(people)
    ]
    User.objects.bulk_create(users)
    rows = [
        Partner(
            number=10_000 + n,
            user=user,
            person=user.person,
            name=user.name,
            code=f"crowd{n}",
            currency="USD",
            created_at=now,
        )
        for n, user in enumerate(users)
    ]
    Partner.objects.bulk_create(rows)
    edges = [
        PartnerParent(partner=row, parent=top if n < BRANCHES else rows[(n - BRANCHES) // 2], valid_from=now)
        for n, row in enumerate(rows)
    ]
    PartnerParent.objects.bulk_create(edges)
    return rows


def asked(browser, path):
    browser.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(path)
    assert answer.status_code == 200
    return len(captured), answer.content.decode()


@pytest.mark.timeout(180)
def test_a_tree_of_five_thousand_is_opened_branch_by_branch(cast, of, browse, acme):
    zoe = of(cast.people.zoe)
    few, _page = asked(of(cast.people.iris), "/tree/")
    rows = crowd(cast.people.zoe)
    many, page = asked(zoe, "/tree/")
    assert many <= few, "no more for fifty branches than for one"
    assert len(page) < 250_000
    assert "5000 partners stand below you" in page
    assert page.count("Crowd ") < 2 * 60
    more = f"/tree/{cast.people.zoe.id}/below/?after={rows[49].number}"
    assert more in page
    count, rest = asked(zoe, more)
    assert count <= many
    assert "Crowd 69" in rest
    assert "Crowd 70" not in rest, "stands below, and comes when that branch is opened"
    branch = asked(zoe, f"/tree/{rows[0].id}/below/")[1]
    assert "Crowd 70" in branch
    found = asked(zoe, "/tree/?q=crowd 4321")[1]
    assert "Crowd 4321" in found
    for path in ("/", "/clients/", "/sub-ibs/", "/sub-ibs/?whose=all", "/conditions/", "/trades/"):
        count, page = asked(zoe, path)
        assert count < 30, path
        assert len(page) < 400_000, path


@pytest.mark.timeout(180)
def test_staff_open_the_same_tree_branch_by_branch(cast, browse, acme):
    from tenants.staff.services import add_member

    rows = crowd(cast.people.zoe)
    paula = browse(
        acme, "staff", add_member(email="paula@acme.example", name="Paula", role="Administrator").user
    )
    count, page = asked(paula, "/partners/tree/")
    assert "Zoe" in page
    assert "Crowd" not in page
    assert len(page) < 250_000
    below, branch = asked(paula, f"/partners/tree/{cast.people.zoe.id}/below/")
    assert branch.count('class="at-node"') == 50
    assert below < 30
    assert count < 40
    assert "Crowd 4321" in asked(paula, "/partners/tree/?q=crowd4321")[1]
    assert rows
