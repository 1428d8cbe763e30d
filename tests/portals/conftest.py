from typing import Any

import pytest

from atrium.kernel import tenancy
from tests.portals import people


@pytest.fixture
def admin(db: None, acme: Any, browse: Any) -> Any:
    """Ada's browser: an administrator of Acme."""
    with tenancy.entered(acme):
        user = people.staff("Sam", "Administrator", takes_leads=True, desk="Sales desk")
    return browse(acme, "staff", user)


@pytest.fixture
def as_role(db: None, acme: Any, browse: Any) -> Any:
    def as_role(role: str, name: str = "Rita") -> Any:
        with tenancy.entered(acme):
            user = people.staff(name, role)
        return browse(acme, "staff", user)

    return as_role
