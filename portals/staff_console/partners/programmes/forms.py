"""What staff fill in to run the programme."""

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tenants.ibs import selectors
from tenants.ibs.models import Partner, Programme, ProgrammePolicy
from tenants.ibs.rules.questions import written


def _languages() -> list[tuple[str, Any]]:
    return [("", _("Any language")), *settings.LANGUAGES]


def _landings() -> list[tuple[str, Any]]:
    return [
        ("", _("The form of registration")),
        *((str(page.id), page.title) for page in selectors.landings()),
    ]


class ChosenPage(forms.Form):
    """A form with the choice of a page."""

    landing = forms.ChoiceField(label=_("Leads to"), choices=(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["landing"].choices = _landings()  # type: ignore[attr-defined]

    @property
    def landing_id(self) -> uuid.UUID | None:
        chosen = self.cleaned_data.get("landing")
        return uuid.UUID(chosen) if chosen else None


class RulesForm(forms.Form):
    click = forms.ChoiceField(
        label=_("Of several clicks within their window, this one counts"),
        choices=[("last", _("The last click")), ("first", _("The first click"))],
        help_text=_("A code that the client types at registration goes before every click."),
    )
    window_days = forms.IntegerField(
        label=_("A click counts for, days"),
        min_value=1,
        max_value=365,
        help_text=_("A programme may have its own."),
    )
    sight = forms.ChoiceField(
        label=_("What partners see of clients"),
        choices=[
            ("full", _("Whole names, e-mail addresses, amounts")),
            ("partly", _("First name and initial, amounts")),
            ("hidden", _("Numbers only")),
        ],
        help_text=_("On pages, in exports and through the API alike."),
    )
    partners_invite = forms.BooleanField(label=_("Partners may invite sub-IBs"), required=False)
    client_rebates_asked = forms.BooleanField(
        label=_("We agree to each client rebate before it holds"), required=False
    )
    most_client_share = forms.DecimalField(
        label=_("Partners may give clients at most, per cent of their own rebate"),
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=6,
        decimal_places=2,
    )

    @classmethod
    def of(cls, policy: ProgrammePolicy) -> "RulesForm":
        return cls(
            initial={
                "click": policy.click,
                "window_days": policy.window_days,
                "sight": policy.sight,
                "partners_invite": policy.partners_invite,
                "client_rebates_asked": policy.client_rebates_asked,
                "most_client_share": Decimal(policy.most_client_share) * 100,
            }
        )

    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "most_client_share": self.cleaned_data["most_client_share"] / 100}


class ProgrammeForm(ChosenPage):
    title = forms.CharField(label=_("Name"), min_length=2, max_length=80)
    code = forms.SlugField(
        label=_("Code"),
        max_length=40,
        help_text=_("The end of its address, /join/<code>/. It cannot be changed later."),
    )
    description = forms.CharField(
        label=_("Description"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_public = forms.BooleanField(
        label=_("Public: listed where partners join"), required=False, initial=True,
        help_text=_("A private one is opened by its address alone."),
    )  # fmt: skip
    is_on = forms.BooleanField(label=_("Takes new partners"), required=False, initial=True)
    window_days = forms.IntegerField(
        label=_("A click counts for, days"), required=False, min_value=1, max_value=365,
        help_text=_("Left empty: as the house's rules say."),
    )  # fmt: skip
    rank = forms.IntegerField(
        label=_("New partners begin at rank"), min_value=0, max_value=1000, initial=0, required=False
    )
    parent = forms.CharField(
        label=_("New partners stand under"), required=False, max_length=24,
        help_text=_("Number or code of a partner. An invitation goes before it."),
    )  # fmt: skip
    questions = forms.CharField(
        label=_("Questions"), required=False, max_length=6000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "One a line. A star at the end: must be answered. Answers to choose from after a bar:"
            " “Where do you advertise? | Website, YouTube *”, or “| yes/no”."
        ),
    )  # fmt: skip
    field_order = [
        "title",
        "code",
        "description",
        "is_public",
        "is_on",
        "window_days",
        "landing",
        "rank",
        "parent",
        "questions",
    ]

    def __init__(self, *args: Any, programme: Programme | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if programme is not None:
            del self.fields["code"]
            self.initial = {**_as_written(programme), **self.initial}

    def clean_parent(self) -> Partner | None:
        return partner_named(self.cleaned_data.get("parent", ""))

    def values(self) -> dict[str, Any]:
        found = {
            name: value for name, value in self.cleaned_data.items() if name not in {"landing", "parent"}
        }
        parent = self.cleaned_data.get("parent")
        return {
            **found,
            "rank": found.get("rank") or 0,
            "landing_id": self.landing_id,
            "parent_id": parent.id if parent else None,
        }


class JoinProgrammeForm(forms.Form):
    partner = forms.CharField(label=_("Partner"), max_length=24, help_text=_("Number or code."))

    def clean_partner(self) -> Partner | None:
        return partner_named(self.cleaned_data["partner"])


class AgreementForm(forms.Form):
    programme = forms.ChoiceField(label=_("For"), choices=(), required=False)
    title = forms.CharField(label=_("Title"), min_length=2, max_length=120)
    wording = forms.CharField(
        label=_("Text"), min_length=20, max_length=60_000, widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("Plain text; empty lines make paragraphs. Once published it is frozen: a change is a new version."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(str(one.id), one.title) for one in selectors.programmes()]
        self.fields["programme"].choices = [("", _("All partners")), *listed]  # type: ignore[attr-defined]

    @property
    def programme_id(self) -> uuid.UUID | None:
        chosen = self.cleaned_data.get("programme")
        return uuid.UUID(chosen) if chosen else None


class LandingForm(forms.Form):
    title = forms.CharField(label=_("Name"), min_length=2, max_length=80)
    target = forms.CharField(
        label=_("Address"), max_length=300,
        help_text=_("A path of the client portal, like /register/, or a whole address of your site with https://."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), required=False, choices=_languages)
    is_on = forms.BooleanField(label=_("Offered to partners"), required=False, initial=True)


class PromoForm(ChosenPage):
    title = forms.CharField(label=_("Name"), min_length=2, max_length=80)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("PNG, JPEG or GIF, at most 512 kB; its size is read from it."),
    )
    words = forms.CharField(
        label=_("Words to copy"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Instead of a picture. The partner's link follows them."),
    )  # fmt: skip
    field_order = ["title", "language", "picture", "words", "landing"]


def partner_named(text: str) -> Partner | None:
    """By number or code; nothing is nobody, and somebody unknown is a fault of the field."""
    text = text.strip()
    if not text:
        return None
    rows = selectors.all_partners()
    found = rows.filter(number=int(text)).first() if text.isdecimal() and len(text) < 18 else None
    found = found or rows.filter(code__iexact=text).first()
    if found is None:
        raise forms.ValidationError(_("There is no partner with this number or code."))
    return found


def _as_written(programme: Programme) -> dict[str, Any]:
    return {
        "title": programme.title,
        "description": programme.description,
        "is_public": programme.is_public,
        "is_on": programme.is_on,
        "window_days": programme.window_days,
        "landing": str(programme.landing_id or ""),
        "rank": programme.rank,
        "parent": programme.parent.code if programme.parent else "",
        "questions": written(programme.questions),
    }
