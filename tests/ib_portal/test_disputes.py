"""A partner asks about its own amount, sees the answer, and learns nothing of anybody else's question."""

from tenants.rebates.models import Dispute
from tenants.rebates.services import disputes
from tests.rebates.lives import nina

QUESTION = "I was promised 12 a lot."


def text(answer, status=200):
    assert answer.status_code == status, answer.content[:2000]
    return answer.content.decode()


def test_an_amount_leads_to_a_question_and_its_page(cast, of):
    ida, line = of(cast.people.ida), cast.line_of(cast.people.ida)
    assert f"/disputes/line/{line.pk}/" in text(ida.get(f"/rebates/{line.pk}/"))
    text(ida.get(f"/disputes/line/{line.pk}/"))
    answer = ida.post(f"/disputes/line/{line.pk}/", {"text": QUESTION})
    dispute = Dispute.objects.get()
    assert answer["Location"] == f"/disputes/{dispute.id}/"
    page = text(ida.get(answer["Location"]))
    assert QUESTION in page
    assert "It is being looked at" in page
    assert QUESTION in text(ida.get("/disputes/"))


def test_asked_twice_it_says_so_and_asks_once(cast, of):
    ida, line = of(cast.people.ida), cast.line_of(cast.people.ida)
    for _ in range(2):
        ida.post(f"/disputes/line/{line.pk}/", {"text": QUESTION})
    assert Dispute.objects.count() == 1
    assert "You have asked already" in text(ida.get(f"/disputes/line/{line.pk}/"))


def test_nothing_said_is_no_question(cast, of):
    ida, line = of(cast.people.ida), cast.line_of(cast.people.ida)
    text(ida.post(f"/disputes/line/{line.pk}/", {"text": " "}), 422)
    assert not Dispute.objects.exists()


def test_others_questions_and_lines_do_not_exist(cast, of):
    line = cast.line_of(cast.people.ida)
    dispute = disputes.open_dispute(partner=cast.people.ida, line_id=line.pk, text=QUESTION)
    for other in (cast.people.zoe, cast.people.ivan):
        browser = of(other)
        for path in (f"/disputes/{dispute.id}/", f"/disputes/line/{line.pk}/"):
            assert browser.get(path).status_code == 404
        assert browser.post(f"/disputes/{dispute.id}/withdraw/").status_code == 404
        assert QUESTION not in text(browser.get("/disputes/"))
    dispute.refresh_from_db()
    assert dispute.state == "open"


def test_the_answer_is_read_and_a_question_is_taken_back(cast, of):
    ida = of(cast.people.ida)
    first = disputes.open_dispute(
        partner=cast.people.ida, line_id=cast.line_of(cast.people.ida).pk, text=QUESTION
    )
    disputes.refuse_dispute(dispute_id=first.id, answer="10 a lot was agreed.", by=nina())
    assert "10 a lot was agreed." in text(ida.get(f"/disputes/{first.id}/"))
    second = disputes.open_dispute(partner=cast.people.ida, line_id=first.line_id, text=QUESTION)
    ida.post(f"/disputes/{second.id}/withdraw/")
    second.refresh_from_db()
    assert second.state == "withdrawn"
