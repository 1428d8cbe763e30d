"""Two people, one row, one form: both versions are shown and nothing typed is lost."""

import pytest
from django import forms
from django.http import QueryDict

from atrium.kernel.errors import InvalidInput, Stale
from portals.shared.stale import reconciled, seen_in, seen_of


class Profile(forms.Form):
    name = forms.CharField(label="Name")
    phone = forms.CharField(label="Phone", required=False)
    city = forms.CharField(label="City", required=False)


def posted(**values: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(values)
    return data


SEEN = {"name": "Clara", "phone": "111", "city": ""}


def test_the_readers_words_stay_and_untouched_fields_take_the_others() -> None:
    data = posted(name="Clara C.", phone="111", city="Limassol", seen=seen_of(SEEN))
    stale = Stale({"name": ("Clara", "Klara"), "phone": ("111", "222")})
    form, differences = reconciled(Profile, data, stale)
    assert form.is_valid()
    assert form.cleaned_data == {"name": "Clara C.", "phone": "222", "city": "Limassol"}
    assert [(one.label, one.seen, one.theirs, one.yours, one.clashes) for one in differences] == [
        ("Name", "Clara", "Klara", "Clara C.", True),
        ("Phone", "111", "222", "111", False),
    ]


def test_saving_again_has_seen_what_is_there_now() -> None:
    stale = Stale({"name": ("Clara", "Klara")})
    form, _ = reconciled(Profile, posted(name="C", seen=seen_of(SEEN)), stale)
    assert seen_in(form.data) == {"name": "Klara", "phone": "111", "city": ""}


def test_both_who_wrote_the_same_do_not_clash() -> None:
    stale = Stale({"name": ("Clara", "Klara")})
    _, (one,) = reconciled(Profile, posted(name="Klara", seen=seen_of(SEEN)), stale)
    assert not one.clashes


def test_a_forged_memory_of_what_was_seen_is_refused() -> None:
    with pytest.raises(InvalidInput):
        seen_in({"seen": "eyJuYW1lIjoiZXZpbCJ9:forged"})
