"""Forms are versioned data."""

import pytest

from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.intake import queries
from citystage.stages.intake.actions.make_form_version import BadForm, FormMoved, make_form_version
from tests.conftest import FORM
from tests.intake.acting import drafted, verbs
from tests.intake.forming.samples import EVERYTHING


def made(town, definition=EVERYTHING, *, by=None, **settings):
    known = {"code": "scenario", "title": "表", "title_en": "Form"}
    stamp = town.stamp(by or town.city_officer)
    return make_form_version(town.city, definition=definition, stamp=stamp, **(known | settings))


def test_make_form_version_leaves_applications_with_the_version_they_began_with(town):
    old = drafted(town)

    new = made(town, based_on=1)

    old.refresh_from_db()
    assert (new.version, old.form.version) == (2, 1)
    assert verbs()[-1] == "intake.form.version_made"


def test_make_form_version_returns_the_newest_when_nothing_differs(town):
    first = made(town)

    assert made(town) == first


def test_make_form_version_begins_a_new_form_at_one(town):
    assert made(town, code="lab").version == 1


def test_make_form_version_refuses_problems_old_looks_and_others(town):
    with pytest.raises(BadForm) as refusal:
        made(town, {"fields": []})
    with pytest.raises(FormMoved):
        made(town, based_on=0)
    with pytest.raises(NotAllowed):
        made(town, by=town.officer)
    assert [problem.field for problem in refusal.value.problems] == [""]


def test_form_queries_reach_only_the_forms_of_the_officer(town):
    officer, stranger = town.stamp(town.city_officer).actor, town.stamp().actor
    second = made(town)
    drafted(town)

    assert [
        (one.version, one.calls_using) for one in queries.form_versions(officer, "scenario")
    ] == [(2, 0), (1, 1)]
    assert list(queries.newest_forms(officer)) == [second]
    assert queries.reach_form(officer, second.pk) == second
    assert queries.form_of(town.form).get("title").longest == FORM["fields"][0]["max_length"]
    uses = queries.uses_of(town.form)
    assert (uses.calls, uses.applications) == ([town.call], 1)
    with pytest.raises(NotFound):
        queries.reach_form(stranger, second.pk)
