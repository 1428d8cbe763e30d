"""The tree below the reader, opened branch by branch. Nobody above or beside it is in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portals.ib_portal.access import partner_page
from portals.ib_portal.sub_ibs.subs import brought_by
from portals.ib_portal.tree import pictures
from tenants.ibs import selectors
from tenants.ibs.models import Partner
from tenants.ibs.selectors import branches
from tenants.ibs.selectors.branches import Beside, Place

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Forest:
    """The reader's whole tree as numbers: a few queries, whoever is looked at."""

    viewer: Partner
    places: dict[UUID, Place]
    lots: dict[UUID, Decimal]
    sums: tuple[dict[UUID, Decimal], dict[UUID, Decimal]]

    @classmethod
    def of(cls, viewer: Partner) -> "Forest":
        places = branches.places_below(viewer)
        brought = brought_by(viewer)
        lots = {key: pair[0] for key, pair in brought.items()}
        amounts = {key: pair[1] for key, pair in brought.items()}
        sums = (
            branches.branch_sums(places, lots, viewer.id),
            branches.branch_sums(places, amounts, viewer.id),
        )
        return cls(viewer, places, lots, sums)

    def nodes(self, partners: Sequence[Partner]) -> list[dict[str, Any]]:
        beside = branches.beside([one.id for one in partners])
        return [self.node(one, beside[one.id]) for one in partners]

    def node(self, partner: Partner, beside: Beside, **more: Any) -> dict[str, Any]:
        brought = pictures.brought_of(partner.id, self.lots, self.sums)
        return pictures.node_of(partner, beside, brought, self.viewer.currency, **more)


@require_safe
@partner_page
def tree(request: HttpRequest, partner: Partner) -> HttpResponse:
    """From the reader down, or from somebody below; or those whom the words in the search find."""
    focus = selectors.partner_for(partner, request.GET["of"]) if request.GET.get("of") else partner
    forest, words = Forest.of(partner), request.GET.get("q", "")
    children, more = _children(focus, "")
    found = branches.found_among(selectors.downline_of(partner), words)
    root = forest.node(
        focus, branches.beside([focus.id])[focus.id], children=forest.nodes(children), more=more
    )
    context = {
        "partner": partner,
        "focus": focus,
        "words": words,
        "nodes": forest.nodes(found) if words.strip() else [root],
        "is_full": len(found) == branches.MOST_FOUND,
        "below": len(forest.places),
        "chart": pictures.chart_of(focus, forest.lots.get(focus.id, pictures.ZERO), _branches(forest, focus)),
    }
    return render(request, "ib_portal/tree/tree.html", context)


@require_safe
@partner_page
def below(request: HttpRequest, partner: Partner, partner_id: UUID) -> HttpResponse:
    """A branch that somebody opened: fifty at a time."""
    focus = selectors.partner_for(partner, partner_id)
    children, more = _children(focus, request.GET.get("after", ""))
    nodes = Forest.of(partner).nodes(children)
    return render(request, "shared/tree_branch.html", {"nodes": nodes, "more": more})


def _children(focus: Partner, after: str) -> tuple[list[Partner], str]:
    """By number, upwards; and the address of those that follow."""
    rows = branches.children_of(focus.id)
    if after.isdecimal() and len(after) < 18:
        rows = rows.filter(number__gt=int(after))
    found = list(rows[: AT_ONCE + 1])
    shown = found[:AT_ONCE]
    more = (
        f"{reverse('tree_below', args=[focus.id])}?after={shown[-1].number}" if len(found) > AT_ONCE else ""
    )
    return shown, more


def _branches(forest: Forest, focus: Partner) -> list[tuple[str, Decimal]]:
    """Of those directly below, by what their whole branches closed; names are asked for only of those that are drawn."""
    direct = [key for key, place in forest.places.items() if place.parent == focus.id and forest.sums[0][key]]
    best = sorted(direct, key=lambda key: -forest.sums[0][key])[: pictures.BRANCHES]
    names = dict(Partner.objects.filter(id__in=best).values_list("id", "name"))
    drawn = [(names[key], forest.sums[0][key]) for key in best]
    left = sum((forest.sums[0][key] for key in direct if key not in names), pictures.ZERO)
    return [*drawn, (_("All other branches"), left)]
