from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.roles import Role
from citystage.foundation.access.stamps import NOBODY, Actor
from citystage.foundation.tenancy.models import Unit
from citystage.web.shell.navigation import RAIL_LENGTH, Bar, Entry, foot


def bar() -> Bar:
    made = Bar()
    made.add(Entry(name="lists", label="Lists", view="public:lists", order=20))
    made.add(Entry(name="all", label="All", view="public:scenarios", order=10))
    made.add(
        Entry(
            name="triage",
            label="Triage",
            view="public:verify",
            order=5,
            needs=frozenset({Permission.REVIEW_CASE_TRIAGE}),
        )
    )
    return made


def test_a_hat_sees_what_it_may_in_order(town):
    officer = Actor(1, ((Role.CITY_OFFICER, town.city),))

    seen = [str(one.label) for one in bar().shown(officer, path="/")]

    assert seen == ["Triage", "All", "Lists"]
    assert [str(one.label) for one in bar().shown(NOBODY, path="/")] == ["All", "Lists"]


def test_the_entry_of_this_page_is_marked():
    shown = bar().shown(NOBODY, path="/scenarios/QD-2026-00001/")

    assert [one.active for one in shown] == [True, False]


def test_counts_of_all_counters_are_put_together_in_one_query(town, django_assert_num_queries):
    made = bar()
    made.count_by(lambda _actor: {"lists": Unit.objects.filter(kind=Unit.Kind.DISTRICT)})
    counted = made.count_by(lambda _actor: {"all": Unit.objects.all()})
    made.count_by(counted)

    with django_assert_num_queries(1):
        shown = made.shown(NOBODY, path="/")

    assert [one.count for one in shown] == [Unit.objects.count(), 2]
    assert len(made.counters) == 2


def test_a_rail_never_has_more_than_eight_entries():
    made = Bar()
    for number in range(12):
        made.add(Entry(name=str(number), label="x", view="public:lists"))

    assert len(made.shown(NOBODY, path="/")) == RAIL_LENGTH


def test_the_footer_shows_groups_with_something_in_them():
    groups = foot(NOBODY)

    assert [link.url for link in groups[0].links] == [
        "/lists/",
        "/organisations/",
        "/data/",
        "/public-notices/",
        "/objections/",
        "/verify/",
        "/scenarios/feed.atom",
        "/docking/asks/answered/",
        "/projects/patterns/",
        "/projects/super/",
        "/projects/first-uses/",
        "/trials/closed/",
        "/steering/rankings/",
    ]
