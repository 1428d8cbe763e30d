"""Part one of the demo, which needs the provisioning worker and the simulators."""

from atrium.kernel import tenancy
from infra.demo import leads, partners, programme, providers, registry, staff
from infra.demo.cast import HOUSES


def make_brokers() -> None:
    for house in HOUSES:
        registry.order(house)
    for house in HOUSES:
        with tenancy.entered(registry.when_active(house)):
            staff.furnish(house)
            providers.connect(house)
            partners.appoint(house)
            programme.furnish(house)
            leads.bring(house)
