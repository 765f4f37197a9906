"""A milestone judged or changed on an older page: nothing is lost, and it says who wrote what."""

from django.urls import reverse

from citystage.stages.projects.actions.keep_milestone import change_milestone
from citystage.stages.projects.planning import Aim
from citystage.stages.projects.states.projects import Standing
from tests.projects.landing import TODAY

DAY = TODAY.isoformat()


def _step(milestone, name):
    args = [milestone.project_id, milestone.pk, name]
    return reverse("projects:milestone_step", args=args)


def _change(landing, milestone, title):
    return change_milestone(
        milestone,
        aim=Aim(title=title, due_on=TODAY, unit="公里"),
        reason="口径调整",
        version=milestone.version,
        stamp=landing.stamp(),
    )


def test_what_was_typed_is_kept_and_the_other_change_is_told(landing, owner):
    project = landing.begin()
    milestone = project.milestones.get()
    landing.photo(project)
    landing.judge(project, Standing.PARTLY, actual="700", words="雨天停运")
    typed = {"standing": "met", "actual": "1100", "words": "本月补测达标", "version": 1}

    stale = owner.post(_step(milestone, "judge"), typed)
    milestone.refresh_from_db()
    assert (stale.status_code, milestone.standing) == (409, "partly")
    for said in ("本月补测达标", "1100", "partly met", "what you typed is kept"):
        assert said in stale.text
    assert f'name="version" value="{milestone.version}"' in stale.text

    done = owner.post(_step(milestone, "judge"), typed | {"version": milestone.version})
    milestone.refresh_from_db()
    assert (done.status_code, milestone.standing, milestone.words) == (
        302,
        "met",
        "本月补测达标",
    )


def test_a_change_on_an_older_page_names_the_fields_and_the_reason(landing, owner):
    project = landing.begin()
    milestone = project.milestones.get()
    _change(landing, milestone, "夜间里程")
    said = {"title": "全天里程", "due_on": DAY, "unit": "公里", "baseline": "", "target": ""}

    stale = owner.post(
        _step(milestone, "change"), said | {"reason": "扩大范围", "version": 1, "essential": "on"}
    )
    assert stale.status_code == 409
    for told in ("全天里程", "扩大范围", "What is to be reached", "口径调整"):
        assert told in stale.text
    milestone.refresh_from_db()
    assert milestone.title == "夜间里程"


def test_only_writes_since_the_page_are_told(landing, owner):
    project = landing.begin()
    milestone = project.milestones.get()
    second = _change(landing, milestone, "夜间里程")
    _change(landing, second, "夜间总里程")
    typed = {"standing": "not", "words": "未开工", "version": 2}

    stale = owner.post(_step(milestone, "judge"), typed)
    assert (stale.status_code, len(stale.context["stale"].changes)) == (409, 1)
    strange = owner.post(_step(milestone, "judge"), typed | {"version": "0"})
    assert len(strange.context["stale"].changes) == 2


def test_a_side_without_the_right_gets_no_form_by_an_older_page(landing, maker):
    project = landing.begin()
    milestone = project.milestones.get()
    _change(landing, milestone, "夜间里程")
    typed = {"standing": "not", "words": "未开工", "version": 1}

    refused = maker.post(_step(milestone, "judge"), typed)
    assert (refused.status_code in {403, 409}, "未开工" in refused.text) == (True, False)
