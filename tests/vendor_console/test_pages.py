"""What an operator sees and may do in the operations room."""

import pytest

from atrium.kernel import tenancy


@pytest.fixture
def operator(db, vendor, browse):
    from tenants.identity.models import User

    with tenancy.entered(vendor):
        olga = User.objects.get(email="olga@vendor.example")
    return browse(vendor, "vendor", olga)


def test_a_visitor_is_led_to_the_log_in(db, vendor, browse):
    answer = browse(vendor, "vendor").get("/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/?next=/")


def test_the_board_names_every_broker_but_the_vendor(operator):
    page = operator.get("/").content.decode()
    assert "Acme Markets" in page
    assert "Borealis" in page
    assert page.count('id="broker-') == 2
