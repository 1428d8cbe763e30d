"""Whose client somebody is: a code typed, else the first or the last click within its window. Without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from atrium.kernel.errors import InvalidInput
from tenants.ibs.rules import clicks, masking, pictures, questions
from tenants.ibs.rules.attribution import Touch, choose
from tenants.ibs.rules.codes import is_code, new_code, read_code

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def touch(code: str, days_ago: float, *, window: int = 30, partner: str | None = "p") -> Touch:
    return Touch(code, NOW - timedelta(days=days_ago), window, partner, 7)


def chosen(*touches: Touch, typed: str = "", known: bool = True, rule: str = "last"):
    return choose(typed=typed, typed_is_known=known, touches=touches, rule=rule, now=NOW)


def test_the_last_click_wins_or_the_first_by_the_brokers_setting() -> None:
    early, late = touch("early", 20), touch("late", 1)
    assert (chosen(late, early).how, chosen(late, early).code) == ("last", "late")
    assert (chosen(late, early, rule="first").how, chosen(late, early, rule="first").code) == (
        "first",
        "early",
    )


def test_a_click_older_than_its_window_counts_for_nothing() -> None:
    assert chosen(touch("late", 29.99)).code == "late"
    gone = chosen(touch("late", 30))
    assert (gone.how, gone.touch) == ("nobody", None)
    assert "older than its window of 30 days" in gone.reason
    assert chosen(touch("early", 20, window=10), touch("late", 5), rule="first").code == "late"


def test_a_typed_code_beats_every_click_and_says_so() -> None:
    choice = chosen(touch("late", 1), touch("early", 9), typed="IRIS7")
    assert (choice.how, choice.code) == ("typed", "IRIS7")
    assert choice.reason == "The code “IRIS7” was typed at registration. It goes before 2 clicks."


def test_a_typed_code_of_nobody_leaves_the_clicks_to_decide() -> None:
    choice = chosen(touch("late", 1), typed="NOBODY", known=False)
    assert (choice.how, choice.code) == ("last", "late")
    assert choice.reason.startswith("The code “NOBODY” is nobody's. The only click within its window: “late”")


def test_a_link_that_belongs_to_nobody_any_more_attributes_nobody() -> None:
    assert chosen(touch("gone", 1, partner=None)).how == "nobody"
    assert chosen().reason == "No partner's link was followed before."


@pytest.mark.parametrize(
    "agent",
    [
        "", "Googlebot/2.1", "facebookexternalhit/1.1", "WhatsApp/2.2", "curl/8.1", "python-requests/2.31",
        "Mozilla/5.0 (compatible; bingbot/2.0)", "HeadlessChrome/120",
    ],
)  # fmt: skip
def test_programs_are_told_apart(agent: str) -> None:
    assert clicks.is_program(agent=agent)


def test_a_person_is_a_person_until_the_browser_fetches_ahead() -> None:
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
    assert not clicks.is_program(agent=firefox)
    assert clicks.is_program(agent=firefox, purpose="prefetch;prerender")
    assert clicks.is_program(agent=firefox, method="HEAD")


def test_a_visitor_is_one_hash_a_day_a_house_and_no_longer() -> None:
    who = {"secret": "s", "house": "t_a", "day": NOW.date(), "ip": "203.0.113.7", "agent": "Firefox"}
    one = clicks.visitor_hash(**who)
    assert one == clicks.visitor_hash(**who)
    assert len(one) == 32
    assert "203" not in one
    others = [
        {**who, "day": NOW.date() + timedelta(days=1)},
        {**who, "house": "t_b"},
        {**who, "ip": "203.0.113.8"},
    ]
    assert one not in {clicks.visitor_hash(**other) for other in others}


def test_only_the_host_of_a_referrer_is_kept() -> None:
    assert clicks.host_of("https://forum.example/t/secret?mail=clara@example.com") == "forum.example"
    assert clicks.host_of("http://[broken") == ""


def test_codes_are_short_words_without_accents() -> None:
    assert read_code(" IRIS-7_x ") == "IRIS-7_x"
    for wrong in ("é7", "a", "x" * 25, "a b", "<script>", "a/b"):
        assert not is_code(wrong)
        with pytest.raises(InvalidInput) as refused:
            read_code(wrong)
        assert refused.value.field == "code"
    assert is_code(new_code())


@pytest.mark.parametrize(
    ("sight", "name", "email"),
    [("full", "Clara Weiss Client", "clara@example.com"), ("partly", "Clara C.", ""), ("hidden", "–", "")],
)
def test_one_function_masks_by_the_brokers_setting(sight: str, name: str, email: str) -> None:
    assert masking.client_name("Clara Weiss Client", sight) == name
    assert masking.client_email("clara@example.com", sight) == email


def test_a_single_word_keeps_its_first_letter() -> None:
    assert masking.client_name("Clara", "partly") == "C…"
    assert masking.client_name("", "full") == "–"


def test_questions_are_written_a_line_each_and_read_back_the_same() -> None:
    text = "What is your audience? *\nWhere? | Website, YouTube *\nWorked with brokers before? | yes/no"
    read = questions.read_questions(text)
    assert [(one["kind"], one["required"]) for one in read] == [
        ("words", True),
        ("choice", True),
        ("yes_no", False),
    ]
    assert questions.written(read) == text
    given = {"q1": "Traders", "q2": "YouTube"}
    assert questions.answered(read, given)[1] == {"question": "Where?", "answer": "YouTube"}


@pytest.mark.parametrize(
    ("given", "field"), [({"q2": "YouTube"}, "q1"), ({"q1": "x", "q2": "Radio"}, "q2"), ({"q1": "x"}, "q2")]
)
def test_an_answer_that_may_not_be_names_its_question(given: dict[str, str], field: str) -> None:
    read = questions.read_questions("What is your audience? *\nWhere? | Website, YouTube *")
    with pytest.raises(InvalidInput) as refused:
        questions.answered(read, given)
    assert refused.value.field == field


def test_a_banners_size_is_read_from_the_file() -> None:
    png = (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (300).to_bytes(4, "big") + (250).to_bytes(4, "big") + b"\x08"
    )
    gif = b"GIF89a" + (728).to_bytes(2, "little") + (90).to_bytes(2, "little") + b"\x00"
    jpeg = (
        b"\xff\xd8\xff\xe0\x00\x04xx\xff\xc0\x00\x11\x08"
        + (90).to_bytes(2, "big")
        + (728).to_bytes(2, "big")
        + b"\0" * 9
    )
    assert pictures.read_picture(png) == pictures.Picture("image/png", 300, 250)
    assert pictures.read_picture(gif) == pictures.Picture("image/gif", 728, 90)
    assert pictures.read_picture(jpeg) == pictures.Picture("image/jpeg", 728, 90)


@pytest.mark.parametrize(
    "data", [b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\n", b"GIF89a\x00\x00\x00\x00", b"\xff\xd8\xff"]
)
def test_what_is_no_picture_is_no_banner(data: bytes) -> None:
    with pytest.raises(InvalidInput):
        pictures.read_picture(data)
