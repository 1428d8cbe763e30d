"""What is still missing in the rules about leads, in words and with the way there."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from atrium.kernel.errors import InvalidInput
from atrium.rulebook import parse
from tenants.leads.models import AssignmentRule, ScoringRule
from tenants.leads.rules import facts
from tenants.leads.selectors import policy
from tenants.leads.selectors.assigning import candidates
from tenants.leads.selectors.scoring import parsed


@dataclass(frozen=True, slots=True)
class Hint:
    text: str
    url: str


def missing() -> list[Hint]:
    found = [*_about_takers(), *_about_rules(), *_about_scores()]
    if not policy().default_country:
        found.append(
            Hint(
                _("Numbers without a prefix cannot be read: say which country they are of."),
                reverse("settings_protection"),
            )
        )
    return found


def _about_takers() -> list[Hint]:
    taking, page = candidates(), reverse("settings_assignment")
    if not taking:
        return [Hint(_("Nobody takes leads: every new lead stays in the company’s pool."), page)]
    full = [one.name for one in taking if not one.is_free]
    if len(full) == len(taking):
        return [Hint(_("Everybody who takes leads has as many as they may: new ones go to the pool."), page)]
    return []


def _about_rules() -> list[Hint]:
    able = {one.member_id for one in candidates()}
    page, found = reverse("settings_assignment"), list[Hint]()
    for rule in AssignmentRule.objects.filter(is_on=True).select_related("member__user", "desk"):
        try:
            parse(rule.condition, facts.FIELDS)
        except InvalidInput:
            words = _("The rule “%(name)s” asks for something that is gone; it gives nothing.")
            found.append(Hint(words % {"name": rule.name}, page))
        if rule.gives == "member" and rule.member_id not in able:
            words = _("The rule “%(name)s” names %(member)s, who takes no leads now.")
            found.append(Hint(words % {"name": rule.name, "member": rule.member}, page))
    return found


def _about_scores() -> list[Hint]:
    page, found = reverse("settings_scoring"), list[Hint]()
    if not ScoringRule.objects.filter(is_on=True).exists():
        return [Hint(_("No rule gives points: every lead has the score 0."), page)]
    for rule in ScoringRule.objects.filter(is_on=True):
        try:
            parsed(rule.condition)
        except InvalidInput:
            words = _("The points of “%(name)s” ask for something that is gone; it gives none.")
            found.append(Hint(words % {"name": rule.name}, page))
    return found
