"""A house made from the template is, to the last index, the house that the migrations make."""

import pytest

from atrium.brokers import provisioning, template
from infra import template as template_writing
from tests.brokers.catalogue import catalogue


@pytest.fixture
def migrated(owner):
    from django.db import connection

    connection.settings_dict["ROLE_PER_BROKER"] = False  # a house's own role may not change its tables
    try:
        tenant = template_writing.migrated_house()
    finally:
        connection.settings_dict["ROLE_PER_BROKER"] = True
    try:
        yield catalogue(tenant.schema)
    finally:
        provisioning.drop_schema(tenant.schema)


@pytest.mark.timeout(180)
def test_the_template_makes_what_the_migrations_make(acme, migrated):
    made = catalogue(acme.schema)
    for subject, expected in migrated.items():
        assert made[subject] - expected == set(), f"{subject}: only in a house made from the template"
        assert expected - made[subject] == set(), f"{subject}: missing in a house made from the template"
    assert all(made[subject] for subject in ("columns", "constraints", "indexes", "functions", "triggers"))


def test_a_template_of_other_migrations_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "template.sql"
    path.write_text("-- atrium template, migrations 0123456789abcdef\nCREATE TABLE old ();\n")
    monkeypatch.setenv("ATRIUM_TEMPLATE", str(path))
    with pytest.raises(template.TemplateOutdated, match="Run `make template`"):
        template.load("t_aaaaaaaaaaaa")
