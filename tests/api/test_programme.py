"""Programs read the partner programme, move partners, give ranks, propose payout runs and decide signs, each only once."""

from __future__ import annotations

from atrium.kernel import clock
from tenants.abuse.models import Flag
from tenants.ibs import services
from tenants.ibs.models import PartnerParent, RankChange, TreeMove
from tenants.ibs.services.ranks import save_rank
from tests.api.conftest import Day
from tests.api.program import assert_problem
from tests.ibs.people import partner as new_partner
from tests.rebates.lives import nina, olga

PATHS = (
    "partners",
    "partner-programmes",
    "partner-moves",
    "partner-ranks",
    "partner-rank-changes",
    "abuse-signs",
    "rebate-runs",
)


def test_a_program_sees_and_changes_the_tree(day: Day) -> None:
    program, zoe = day.as_(nina().user), new_partner("Zoe")
    iris = str(day.iris.id)
    services.add_link(partner_id=day.iris.id, title="YouTube", code="tube")
    services.save_programme(code="academy", title="Academy")
    save_rank(level=2, title="Gold", reach={"own_lots": "10"}, keep={})
    asked = {"partner_id": str(zoe.id), "parent_id": iris, "reason": "Agreed with both"}
    made = program.post("partner-moves", asked, idem="move-1")
    assert (made.status_code, made.json()["state"]) == (201, "written")
    assert program.post("partner-moves", asked, idem="move-1").json() == made.json()
    assert (TreeMove.objects.count(), PartnerParent.objects.get().parent_id) == (1, day.iris.id)
    given = program.post(
        "partner-rank-changes",
        {"partner_id": str(zoe.id), "level": 2, "reason": "By contract"},
        idem="rank-1",
    )
    assert (given.status_code, given.json()["after"]) == (201, 2)
    [row] = program.get(f"partners?number={zoe.number}").json()["results"]
    assert (row["parent_id"], row["rank"], row["name"]) == (iris, 2, "Zoe")
    assert program.get(f"partners/{iris}").json()["parent_id"] is None
    assert program.get(f"partners/{iris}/links").json()["results"][0]["code"] == "tube"
    assert program.get("partner-programmes").json()["results"][0]["code"] == "academy"
    assert program.get("partner-ranks").json()["results"][0]["reach"] == {"own_lots": "10"}
    undone = program.post(f"partner-moves/{made.json()['id']}/undo", idem="undo-1")
    assert undone.json()["state"] == "undone"
    assert not PartnerParent.objects.exists()
    assert RankChange.objects.count() == 1


def test_a_program_decides_a_sign_and_proposes_runs(day: Day) -> None:
    program = day.as_(olga().user)
    now = clock.now()
    flag = Flag.objects.create(
        rule="shared_ip", partner=day.iris, client=day.clara, signs=1, found_at=now, seen_at=now
    )
    said = {"decision": "hold", "text": "We look into this."}
    held = program.post(f"abuse-signs/{flag.id}/decision", said, idem="hold-1").json()
    assert (held["state"], held["holds_everybody"]) == ("held", False)
    assert_problem(program.post(f"abuse-signs/{flag.id}/decision", said, idem="hold-2"), 422, "refused")
    assert program.get("abuse-signs?state=open").json()["results"] == []
    assert program.get(f"abuse-signs/{flag.id}").json()["decision"] == "We look into this."
    proposed = program.post("rebate-runs", idem="run-1")
    assert (proposed.status_code, proposed.json()["results"]) == (201, [])


def test_none_of_it_is_a_partners_business(day: Day) -> None:
    iris = day.as_(day.iris.user)
    for path in (*PATHS, f"partners/{day.iris.id}", f"partners/{day.iris.id}/links"):
        assert_problem(iris.get(path), 404, "not-found")
