"""Redacted copies for blind panels: given, warned of, taken back, shown to experts alone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from citystage.foundation.ledger.models import Entry
from citystage.kernel.refusals import NotAllowed
from citystage.stages.selection.actions.redact import add_copy, take_back_copy
from citystage.stages.selection.evidence import Evidence, WrongFile
from citystage.stages.selection.queries import copies
from tests.documents.test_stripping import jpeg, pdf, word
from tests.selection.building import candidacy
from tests.selection.deciding import bar
from tests.selection.experts.register import expert, seat
from tests.selection.scoring.marking import scored_programme, scoring
from tests.web.bureau.people import FRAME, browser, cost


@pytest.fixture
def case(town, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = scored_programme(town, scoring=scoring(blind=True))
    found = candidacy(town, made, state="reviewing")
    found.application.owner_name = "示例机器人有限公司"
    found.application.save(update_fields=["owner_name"])
    return found


@pytest.mark.django_db
def test_the_panel_reads_the_copy_without_its_makers(town, case):
    paper = add_copy(case, file=Evidence("方案.pdf", pdf()), stamp=town.stamp(town.city_officer))

    (shown,) = copies.copy_of(case).files
    kept, name = copies.file_of(case, "copy", paper.pk)
    assert (shown.name, name) == ("candidacy-1-1.pdf", "candidacy-1-1.pdf")
    with kept.open("rb") as opened:
        assert b"SECRET" not in opened.read()
    assert paper.names_found == []
    assert Entry.objects.filter(verb="selection.candidacy.copy_added").count() == 1


@pytest.mark.django_db
def test_a_name_still_in_the_text_is_warned_of(town, case):
    paper = add_copy(case, file=Evidence("a.docx", word()), stamp=town.stamp(town.city_officer))

    # The short form within the whole name is not told twice.
    assert paper.names_found == ["示例机器人有限公司"]
    page = browser(town.city_officer).get(
        reverse("bureau:selection_copy", args=[case.programme_id, case.number])
    )
    assert "Still in its text" in page.text


@pytest.mark.django_db
def test_what_is_taken_back_is_read_no_more(town, case):
    stamp = town.stamp(town.city_officer)
    paper = add_copy(case, file=Evidence("a.jpg", jpeg()), stamp=stamp)

    take_back_copy(paper, stamp=stamp)
    take_back_copy(paper, stamp=stamp)

    assert copies.copy_of(case).files == ()
    assert Entry.objects.filter(verb="selection.candidacy.copy_taken_back").count() == 1


@pytest.mark.django_db
def test_without_a_copy_questions_that_name_people_are_left_out(town, case):
    answers = case.application.answers | {"team": "李某，示例大学", "goals": "快一倍"}
    case.application.answers = answers
    case.application.form.definition["fields"].append(
        {
            "key": "team",
            "label": {"zh": "团队", "en": "Team"},
            "type": "long_text",
            "required": False,
            "stage": "intake",
        }
    )

    texts = [one.text for one in copies.copy_of(case).answers]

    assert "快一倍" in texts
    assert not any("李某" in one for one in texts)


@pytest.mark.django_db
def test_only_the_office_without_a_conflict_gives_copies(town, case):
    file = Evidence("a.pdf", pdf())

    with pytest.raises(NotAllowed):
        add_copy(case, file=file, stamp=town.stamp(town.officer))
    bar(town.city_officer, case)
    with pytest.raises(NotAllowed):
        add_copy(case, file=file, stamp=town.stamp(town.city_officer))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"), [("a.pdf", b"%PDF-1.7 broken"), ("a.pdf", pdf("word")), ("a.txt", b"a")]
)
def test_a_file_that_cannot_be_stripped_is_not_kept(town, case, name, content):
    with pytest.raises(WrongFile):
        add_copy(case, file=Evidence(name, content), stamp=town.stamp(town.city_officer))

    assert case.redacted_copies.count() == 0


@pytest.mark.django_db
def test_the_office_gives_a_copy_in_the_browser_and_the_expert_gets_it(town, case):
    judge = expert(town)
    held = seat(case, judge, "accepted")
    office = browser(town.city_officer)
    here = [case.programme_id, case.number]

    sent = office.post(
        reverse("bureau:selection_copy_add", args=here),
        {"file": SimpleUploadedFile("方案.pdf", pdf())},
    )

    assert sent["Location"] == reverse("bureau:selection_copy", args=here)
    paper = case.redacted_copies.get()
    page = browser(judge.user).get(reverse("expert:score", args=[held.pk]))
    assert "candidacy-1-1.pdf" in page.text
    got = browser(judge.user).get(reverse("expert:score_file", args=[held.pk, "copy", paper.pk]))
    assert got.content.startswith(b"%PDF")
    own = office.get(reverse("bureau:selection_copy_file", args=[*here, paper.pk]))
    assert own.content == got.content
    wrong = office.post(
        reverse("bureau:selection_copy_add", args=here),
        {"file": SimpleUploadedFile("a.pdf", b"%PDF broken")},
    )
    assert wrong.status_code == 422
    back = office.post(reverse("bureau:selection_copy_take_back", args=[*here, paper.pk]))
    assert back.status_code == 302
    assert "candidacy-1-1.pdf" not in browser(judge.user).get(page.request["PATH_INFO"]).text


@pytest.mark.django_db
@pytest.mark.parametrize("cases", [1, 3])
def test_the_list_costs_the_same_for_many(town, case, cases):
    for _at in range(cases - 1):
        candidacy(town, case.programme, state="reviewing")

    spent = cost(
        browser(town.city_officer), reverse("bureau:selection_copies", args=[case.programme_id])
    )

    assert spent <= FRAME + 16
    page = browser(town.city_officer).get(
        reverse("bureau:selection_copies", args=[case.programme_id]), {"show": "lacking"}
    )
    assert len(page.context["rows"]) == cases


@pytest.mark.django_db
def test_panels_that_see_names_have_no_such_page(town, settings):
    made = scored_programme(town)
    found = candidacy(town, made, state="reviewing")

    page = browser(town.city_officer).get(reverse("bureau:selection_copies", args=[made.pk]))

    assert page.status_code == 404
    with pytest.raises(NotAllowed):
        add_copy(found, file=Evidence("a.pdf", pdf()), stamp=town.stamp(town.city_officer))
