"""Who could do a draft: beside the editor, and as a page."""

from citystage.stages.intake.states import ApplicationState
from citystage.stages.matchmaking.models import Judgement
from tests.conftest import NOON
from tests.matchmaking.builders import matching, supplier
from tests.web.matching.conftest import NEED, client_of


def names(lines):
    return [line.row.organisation.name for line in lines]


def draft_of(town):
    matching(town)
    return town.application(
        state=ApplicationState.DRAFT,
        submitted_at=None,
        title="港区无人集卡水平运输",
        answers={"title": "港区无人集卡水平运输", "need": NEED},
    )


def test_fewer_than_three_is_a_warning_beside_the_editor(town, owner):
    application = draft_of(town)
    supplier(town)

    page = owner.get(f"/matching/drafts/{application.pk}/gate/").content.decode()
    editor = owner.get(f"/company/file/{application.pk}/edit/").content.decode()

    assert "Fewer than 3 able suppliers" in page
    assert "示例无人车有限公司" in page
    assert "<html" not in page
    assert f'hx-get="/matching/drafts/{application.pk}/gate/"' in editor


def test_the_page_of_a_draft_ranks_and_its_owner_decides(town, owner):
    application = draft_of(town)
    trucks = supplier(town)
    page = f"/matching/drafts/{application.pk}/"
    before = owner.get(page)

    wrong = owner.post(f"{page}{trucks.organisation_id}/reject/", {"reason": ""})
    part = owner.post(
        f"{page}{trucks.organisation_id}/reject/",
        {"reason": "size", "capability": trucks.pk},
        headers={"HX-Request": "true"},
    )
    made = Judgement.objects.get(current=True)
    after = owner.get(page)
    back = owner.post(f"{page}{trucks.organisation_id}/withdraw/", {"seen": made.pk})

    assert names(before.context["lines"]) == ["示例无人车有限公司"]
    assert "Does not fit" in before.content.decode()
    assert (wrong.status_code, part.status_code, back.status_code) == (422, 200, 302)
    assert "Undo" in part.content.decode()
    assert (made.scenario, made.application) == (None, application)
    assert names(after.context["lines"]) == []
    assert [row.organisation for row in after.context["out"]] == [trucks.organisation]
    assert names(owner.get(page).context["lines"]) == ["示例无人车有限公司"]


def test_a_draft_has_no_broker_and_no_other_acts(town, owner):
    application = draft_of(town)
    trucks = supplier(town)

    answers = [
        owner.post(f"/matching/drafts/{application.pk}/{trucks.organisation_id}/{verb}/", said)
        for verb, said in (("propose", {"words": "同类已落地"}), ("praise", {}))
    ]

    assert [one.status_code for one in answers] == [404, 404]


def test_a_draft_in_the_catalogue_has_its_page_there(town, owner):
    application = draft_of(town)
    scenario = town.scenario(application=application, owner_unit=town.firm)

    response = owner.get(f"/matching/drafts/{application.pk}/")

    assert response.status_code == 302
    assert response["Location"] == f"/matching/{scenario.number}/"


def test_an_invited_editor_sees_and_does_not_decide(town):
    application = draft_of(town)
    trucks = supplier(town)
    friend = town.person("friend")
    application.editors.create(
        email=friend.email, user=friend, invited_by=town.owner, invited_at=NOON
    )
    client = client_of(friend)

    page = client.get(f"/matching/drafts/{application.pk}/")
    done = client.post(f"/matching/drafts/{application.pk}/{trucks.organisation_id}/confirm/")

    assert names(page.context["lines"]) == ["示例无人车有限公司"]
    assert "Does not fit" not in page.content.decode()
    assert done.status_code == 403


def test_an_empty_draft_has_no_suppliers(town, owner):
    application = draft_of(town)
    type(application).objects.filter(pk=application.pk).update(title="", answers={})

    response = owner.get(f"/matching/drafts/{application.pk}/")

    assert response.status_code == 200
    assert response.context["nothing"]


def test_a_draft_out_of_reach_is_not_found(town):
    application = draft_of(town)
    stranger = client_of(town.jimo_officer)

    answers = [
        stranger.get(f"/matching/drafts/{application.pk}/{rest}").status_code
        for rest in ("", "gate/")
    ]

    assert answers == [404, 404]
