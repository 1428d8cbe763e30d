"""A row goes back to the house it was read from and to no other."""

import pytest
from django.db import models

from atrium.kernel import tenancy
from atrium.kernel.models import BrokerModel, WrongHouse
from tenants.staff.models import Desk, Role


def test_a_row_read_at_acme_is_not_saved_at_borealis(db, acme, borealis):
    with tenancy.entered(acme):
        desk = Desk.objects.get(name="Sales desk")
    with tenancy.entered(borealis):
        desk.name = "Acme's"
        with pytest.raises(WrongHouse):
            desk.save()
        with pytest.raises(WrongHouse):
            desk.delete()
        assert not Desk.objects.filter(name="Acme's").exists()

        models.Model.save(
            desk, force_insert=True
        )  # what Django itself does: no error, and the neighbour has it
        assert Desk.objects.filter(name="Acme's").exists()


def test_a_row_made_outside_every_house_is_refused(db):
    with pytest.raises(WrongHouse, match="none is entered"):
        Role(name="Nobody's").save()


def test_every_table_of_a_house_has_the_base_that_watches(ground):
    from django.apps import apps

    stray = [
        model._meta.label
        for config in apps.get_app_configs()
        if config.name.startswith("tenants.")
        for model in config.get_models()
        if not issubclass(model, BrokerModel)
    ]
    assert stray == []
