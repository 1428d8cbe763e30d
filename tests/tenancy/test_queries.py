"""A query that was begun in one house is not read in another, where it would find the neighbour's rows."""

import copy
import pickle

import pytest
from django import forms
from django.db import models

from atrium.kernel import tenancy
from atrium.kernel.models import WrongHouse
from tenants.identity.models import User
from tenants.staff.models import Desk, Member


@pytest.fixture
def two_desks(db, acme, borealis):
    for tenant in (acme, borealis):
        with tenancy.entered(tenant):
            desk = Desk.objects.create(name=f"Desk of {tenant.slug}")
            Member.objects.update(desk=desk)


def _names(rows):
    return [row.name for row in rows]


def test_djangos_own_queryset_reads_the_neighbour_and_ours_refuses(two_desks, acme, borealis):
    with tenancy.entered(acme):
        stock = models.QuerySet(Desk).filter(name__startswith="Desk of")
        ours = Desk.objects.filter(name__startswith="Desk of")
        assert _names(ours.all()) == ["Desk of acme"]
    with tenancy.entered(borealis):
        assert _names(stock) == ["Desk of borealis"]
        with pytest.raises(WrongHouse, match=f"staff.Desk was begun in {acme.schema} and may not be read in"):
            list(ours)


READS = {
    "iteration": list,
    "iterator": lambda rows: list(rows.iterator()),
    "values": lambda rows: list(rows.values_list("name", flat=True)),
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "first": lambda rows: rows.first(),
    "get": lambda rows: rows.get(name="x"),
    "in_bulk": lambda rows: rows.in_bulk(),
    "aggregate": lambda rows: rows.aggregate(models.Count("id")),
    "union": lambda rows: list(Desk.objects.union(rows)),
    "inside another": lambda rows: list(Member.objects.filter(desk__in=rows)),
    "exists inside": lambda rows: list(Member.objects.filter(models.Exists(rows))),
    "prefetched": lambda rows: list(Member.objects.prefetch_related(models.Prefetch("desk", queryset=rows))),
    "copied": lambda rows: list(copy.deepcopy(rows)),
    "narrowed": lambda rows: list(rows.filter(id=None).order_by("name")[:3]),
    "update": lambda rows: rows.update(name="Taken over"),
    "delete": lambda rows: rows.delete(),
}


@pytest.mark.parametrize("read", READS)
def test_however_it_is_read_it_is_refused_and_nothing_changes(two_desks, acme, borealis, read):
    with tenancy.entered(acme):
        rows = Desk.objects.all()
    with tenancy.entered(borealis):
        before = _names(Desk.objects.order_by("name"))
        with pytest.raises(WrongHouse):
            READS[read](rows)
        assert _names(Desk.objects.order_by("name")) == before


def test_outside_every_house_it_is_refused_too(two_desks, acme):
    with tenancy.entered(acme):
        rows = Desk.objects.all()
    with tenancy.public(), pytest.raises(WrongHouse, match="may not be read in public"):
        rows.exists()


def test_rows_that_were_read_in_time_are_values_and_may_be_looked_at_anywhere(two_desks, acme, borealis):
    with tenancy.entered(acme):
        rows = Desk.objects.filter(name__startswith="Desk of")
        assert len(rows) == 1
    with tenancy.entered(borealis):
        assert _names(rows) == ["Desk of acme"]
        assert _names(pickle.loads(pickle.dumps(rows))) == ["Desk of acme"]


def test_a_query_that_travels_as_a_message_is_still_its_houses(two_desks, acme, borealis):
    with tenancy.entered(acme):
        message = pickle.dumps(Desk.objects.filter(name__startswith="Desk of").query)
    with tenancy.entered(borealis):
        rows = Desk.objects.all()
        rows.query = pickle.loads(message)
        with pytest.raises(WrongHouse):
            list(rows)


def test_what_belongs_to_a_strangers_row_is_not_asked_for(two_desks, acme, borealis):
    with tenancy.entered(acme):
        desk = Desk.objects.get(name="Desk of acme")
        admin = Member.objects.get(user__email="admin@acme.example")
    with tenancy.entered(borealis):
        with pytest.raises(WrongHouse):
            list(desk.members.all())
        with pytest.raises(WrongHouse):
            _ = admin.user
        with pytest.raises(WrongHouse):
            desk.refresh_from_db()


def test_a_form_that_was_written_outside_every_house_offers_each_house_its_own(two_desks, acme, borealis):
    class Choice(forms.Form):
        desk = forms.ModelChoiceField(Desk.objects.filter(name__startswith="Desk of"))

    for tenant in (acme, borealis, acme):
        with tenancy.entered(tenant):
            form = Choice({"desk": Desk.objects.get(name__startswith="Desk of").pk})
            assert _names(form.fields["desk"].queryset) == [f"Desk of {tenant.slug}"]
            assert form.is_valid()


def test_every_table_of_a_house_is_asked_through_such_queries(ground):
    from django.apps import apps

    from atrium.kernel.models import BrokerModel
    from atrium.kernel.queries import HouseQuerySet

    asked = {
        model._meta.label: {type(manager.all()) for manager in (model._default_manager, model._base_manager)}
        for model in apps.get_models()
        if issubclass(model, BrokerModel)
    }
    assert User._meta.label in asked
    assert {label for label, kinds in asked.items() if kinds != {HouseQuerySet}} == set()
