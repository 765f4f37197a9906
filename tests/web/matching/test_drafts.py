"""Who could do a draft: beside the editor, and as a page."""

from citystage.stages.intake.states import ApplicationState
from tests.matchmaking.builders import matching, supplier
from tests.web.matching.conftest import NEED, client_of


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


def test_the_page_of_a_draft_ranks_and_decides_nothing(town, owner):
    application = draft_of(town)
    supplier(town)

    response = owner.get(f"/matching/drafts/{application.pk}/")

    page = response.content.decode()
    assert [line.row.organisation.name for line in response.context["lines"]] == [
        "示例无人车有限公司"
    ]
    assert "Does not fit" not in page


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
