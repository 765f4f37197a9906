"""What people type becomes answers; what cannot be read is said beside its field."""

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citystage.stages.intake.forming.answering import clean, missing
from citystage.stages.intake.forming.definition import parse
from citystage.stages.intake.forming.reading import readable, typed_again
from tests.intake.forming.samples import FORM, LEXICON, TITLE, field

SHOWN = {"known": "settled", "modes": ["open"], "reserved": "yes"}


def cleaned(typed, before=None):
    with translation.override("en"):
        return clean(FORM, typed, before=before or {}, lexicon=LEXICON)


@pytest.mark.parametrize(
    ("key", "typed", "answer"),
    [
        ("title", "  港区\n无人\x00集卡 ", "港区 无人集卡"),
        ("need", "一\r\n二", "一\n二"),
        ("known", "Settled", "settled"),
        ("modes", ["open", "open", "settled"], ["open", "settled"]),
        ("sites", "１,000", 1000),
        ("sites", "12.5", 12.5),
        ("budget", "260", 260_000_000),
        ("budget", "3,500万元", 3_500_000_000),
        ("day", "2027年3月1日", "2027-03-01"),
        ("day", "2027/3/1", "2027-03-01"),
        (
            "term_of_work",
            {"from": "2027-03-01", "until": "2027.8.31"},
            {"from": "2027-03-01", "until": "2027-08-31"},
        ),
        ("place", "崂山区", "laoshan"),
        ("area", "port", "port"),
        ("chains", ["机器人", "ai"], ["robots", "ai"]),
        (
            "person",
            {"name": "张三", "phone": "0532-5550 1234"},
            {"name": "张三", "unit": "", "phone": "0532-5550 1234", "email": ""},
        ),
        ("papers", ["7", "8", "x"], [7]),
        ("reserved", "no", False),
    ],
)
def test_clean_reads_each_type(key, typed, answer):
    found = cleaned(SHOWN | {key: typed})

    assert found.errors == {}
    assert found.answers[key] == answer


@pytest.mark.parametrize(
    ("key", "typed", "problem"),
    [
        ("title", "长" * 21, "At most 20 characters; this has 21."),
        ("need", "长" * 5001, "At most 5,000 characters; this has 5,001."),
        ("known", "maybe", "“maybe” is not among the choices."),
        ("sites", "many", "This is not a number. Write it in digits, for example 12.5."),
        ("sites", "1e30", "This number is too large."),
        ("sites", "-1", "It must be at least 0."),
        ("sites", "1001", "It must be at most 1,000."),
        ("sites", "9" * 600, "This is far too long."),
        ("budget", "some", "This is not an amount of money. Write for example 260 or 3,500万元."),
        ("budget", "100美元", "Give the amount in yuan."),
        ("budget", "5万元和6万元", "Several amounts stand here. Give one."),
        ("budget", "9" * 30 + "亿元", "This amount is too large."),
        ("day", "2027-02-30", "This is not a day. Write it like 2027-01-31."),
        ("day", "0001-02-03", "This is not a day. Write it like 2027-01-31."),
        ("term_of_work", {"from": "2027-03-01"}, "Give both the first and the last day."),
        (
            "term_of_work",
            {"from": "2027-03-02", "until": "2027-03-01"},
            "The last day lies before the first.",
        ),
        ("place", "nowhere", "“nowhere” is not among the choices."),
        ("person", {"name": "张三"}, "Give a name, and a telephone number or an e-mail address."),
        (
            "person",
            {"name": "张三", "phone": "123"},
            "The telephone number needs at least 7 digits.",
        ),
        ("person", {"name": "张三", "email": "x@y"}, "The e-mail address is not complete."),
        (
            "person",
            {"name": "张" * 121, "email": "x@y.cn"},
            "Each part may have at most 120 characters.",
        ),
    ],
)
def test_clean_says_what_cannot_be_read_and_keeps_the_answer_before(key, typed, problem):
    found = cleaned(SHOWN | {key: typed}, before={key: "as before"})

    assert found.errors == {key: problem}
    assert found.answers.get(key) == "as before"


def test_clean_refuses_ten_megabytes_in_a_title_at_once():
    found = cleaned({"title": "字" * 10_485_760})

    assert found.errors == {"title": "At most 20 characters; this has 10,485,760."}


def test_clean_keeps_what_was_not_sent_and_drops_what_does_not_show():
    before = {"need": "as before", "budget": 100, "why": "because"}

    found = cleaned({"title": "a", "known": "open", "reserved": "yes"}, before=before)

    assert found.answers == {
        "title": "a",
        "need": "as before",
        "known": "open",
        "reserved": True,
        "why": "because",
    }


def test_clean_forgets_an_answer_that_is_emptied():
    assert cleaned({"need": " ", "sites": ""}, before={"need": "x", "sites": 3}).answers == {}


def test_missing_asks_only_for_what_shows_at_that_stage():
    form = parse({"fields": [TITLE, field("late", "text", required=True, stage="polish")]})

    with translation.override("en"):
        assert missing(form, {}, stage="intake") == {"title": "This is needed before submitting."}
        assert list(missing(form, {"title": "a"})) == ["late"]
        assert list(missing(FORM, {"title": "a", "need": "b", "known": "settled"})) == ["budget"]
        assert missing(FORM, {"title": "a", "need": "b", "known": "open"}) == {}


typed = st.one_of(
    st.text(max_size=40),
    st.lists(st.text(max_size=12), max_size=4),
    st.dictionaries(
        st.sampled_from(["from", "until", "name", "phone", "email", "unit"]), st.text(max_size=20)
    ),
    st.sampled_from(
        [
            "settled",
            "open",
            "yes",
            "no",
            "2027-01-31",
            "260万元",
            "laoshan",
            "port",
            "7",
            "nan",
            "inf",
            "1e999999",
            "-0",
        ]
    ),
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from([one.key for one in FORM.fields]), typed))
def test_clean_never_crashes_and_what_it_keeps_reads_back_the_same(given_typed):
    once = cleaned(given_typed)
    again = {key: typed_again(FORM.get(key), answer) for key, answer in once.answers.items()}

    twice = cleaned(again)

    assert twice.errors == {}
    assert twice.answers == once.answers
    assert all(
        isinstance(readable(FORM.get(key), answer, lexicon=LEXICON), str)
        for key, answer in once.answers.items()
    )


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from([one.key for one in FORM.fields]), typed))
def test_visible_never_shows_a_field_whose_controller_is_hidden(given_typed):
    answers = cleaned(given_typed).answers

    shown = {one.key for one in FORM.visible(answers)}

    assert all(one.show_if.field in shown for one in FORM.visible(answers) if one.show_if)
    assert set(answers) <= shown
