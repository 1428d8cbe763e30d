"""Each broker's house is whole by itself and closed to its neighbours."""

from django.db import connection

from atrium.kernel import tenancy


def test_a_house_sees_its_own_people_only(db, acme, borealis):
    from tenants.identity.models import User

    with tenancy.entered(acme):
        assert [user.email for user in User.objects.all()] == ["admin@acme.example"]
    with tenancy.entered(borealis):
        assert [user.email for user in User.objects.all()] == ["admin@borealis.example"]


def test_inside_a_house_the_connection_has_that_houses_role_and_path(in_acme):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user, current_setting('search_path')")
        assert cursor.fetchone() == (in_acme.role, "atrium_app", in_acme.schema)
