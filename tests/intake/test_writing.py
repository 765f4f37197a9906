"""Drafting, revising, editors and files."""

from datetime import timedelta
from errno import ENOSPC
from unittest.mock import patch

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from citystage.foundation.access.roles import Role
from citystage.foundation.ledger.models import Entry
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotAllowed, NotFound, Refusal
from citystage.stages.intake import queries
from citystage.stages.intake.actions.draft import ThirdParty
from citystage.stages.intake.actions.invite_editor import invite_editor
from citystage.stages.intake.actions.make_form_version import make_form_version
from citystage.stages.intake.actions.remove_editor import remove_editor
from citystage.stages.intake.actions.revise import revise
from citystage.stages.intake.models import Application
from citystage.stages.intake.states import ApplicationState as State
from citystage.stages.intake.writing import BadAnswers, Stale, Writing
from tests.conftest import FORM, NOON
from tests.intake.acting import NEED, drafted, recommended, submitted, verbs
from tests.intake.forming.samples import EVERYTHING


def revised(town, one, typed, *, by=None, version=None, **settings):
    known = {"recommender": None, "note": "", "version": version or one.revision}
    writing = Writing(typed, settings.pop("files", {}))
    return revise(one, writing=writing, stamp=town.stamp(by or town.owner), **(known | settings))


def ask_everything(town):
    town.call.form = make_form_version(
        town.city,
        code="all",
        title="全",
        title_en="All",
        definition=EVERYTHING,
        stamp=town.stamp(town.city_officer),
    )
    town.call.save()


def test_draft_begins_with_whatever_was_typed(town):
    one = drafted(town, {"title": "只有标题"})

    assert (one.state, one.title, one.answers) == (State.DRAFT, "只有标题", {"title": "只有标题"})
    assert (one.recommender, one.owner_name, one.revision) == (town.laoshan, "示例港口集团", 1)
    assert verbs() == ["intake.application.drafted"]


def test_draft_may_be_empty(town):
    assert drafted(town, {}).title == ""


def test_draft_says_what_cannot_be_read_and_saves_nothing(town):
    with pytest.raises(BadAnswers) as refusal:
        drafted(town, {"title": "长" * 201})

    assert list(refusal.value.errors) == ["title"]
    assert Application.objects.count() == 0


def test_draft_goes_to_the_district_named_in_the_answers(town):
    ask_everything(town)

    assert drafted(town, {"title": "港", "place": "jimo"}).recommender == town.jimo


def test_draft_goes_to_the_recommender_somebody_chose(town):
    assert drafted(town, recommender=town.transport).recommender == town.transport
    with pytest.raises(Refusal):
        drafted(town, recommender=town.firm)


def test_draft_of_a_department_is_its_own_word(town):
    one = drafted(town, stamp=town.stamp(town.clerk))

    assert one.recommender == town.transport


def test_draft_without_recommendation_stands_with_the_city(town):
    town.call.needs_recommendation = False
    town.call.save()

    assert drafted(town).recommender == town.city


def test_draft_on_behalf_needs_consent_and_standing(town):
    party = ThirdParty(" 示例农场 ", "2026-11-20 电话同意，王五")

    one = drafted(town, third_party=party, stamp=town.stamp())

    assert (one.on_behalf, one.owner_name, one.owner_unit) == (True, "示例农场", town.laoshan)
    with pytest.raises(BadAnswers) as refusal:
        drafted(town, third_party=ThirdParty("", ""), stamp=town.stamp())
    assert list(refusal.value.errors) == ["for_name", "consent"]
    with pytest.raises(NotAllowed):
        drafted(town, third_party=party)


def test_draft_is_refused_outside_the_window_and_to_the_uninvited(town):
    late = NOON + timedelta(days=30)
    stranger = town.person("stranger")

    for stamp in (town.stamp(town.owner, at=late), town.stamp(stranger)):
        with pytest.raises(NotAllowed):
            drafted(town, stamp=stamp)
    town.call.eligible_kinds = ["university"]
    town.call.save()
    with pytest.raises(NotAllowed, match=r"单位|kind"):
        drafted(town)


def test_revise_makes_a_revision_only_when_something_changed(town):
    one = drafted(town)

    same = revised(town, one, NEED)
    new = revised(town, one, {"need": "两班倒，夜间无人。"}, note="补充")

    assert (same.revision, new.revision) == (1, 2)
    told = Entry.objects.get(verb="intake.application.revised").payload
    assert told["fields"] == ["need"]
    assert [r.note for r in queries.revisions_of(one)] == ["", "补充"]


def test_revise_refuses_an_older_look_and_says_who_changed_what(town):
    one = drafted(town)
    revised(town, one, {"need": "新的需求"})

    with pytest.raises(Stale) as refusal:
        revised(town, one, {"title": "新的标题"}, version=1)

    (change,) = refusal.value.changes
    assert (change.who, change.at, change.number) == ("owner", NOON, 2)
    assert change.fields in (("需求内容",), ("What is wanted",))


def test_revise_may_choose_another_recommender_until_one_has_spoken(town):
    one = drafted(town)

    moved = revised(town, one, {}, recommender=town.transport)

    assert (moved.recommender, moved.revision) == (town.transport, 2)
    told = Entry.objects.get(verb="intake.application.revised").payload
    assert told["fields"] == ["recommender"]


def test_revise_is_for_editors_while_writing_and_for_polishing_officers_in_review(town):
    one = recommended(town)

    with pytest.raises(NotAllowed):
        revised(town, one, {"need": "改"})
    polished = revised(town, one, {"need": "打磨后的需求"}, by=town.city_officer)

    assert polished.answers["need"] == "打磨后的需求"
    assert polished.recommender == town.laoshan


@pytest.mark.parametrize("state", [State.SUBMITTED, State.WITHDRAWN, State.NOT_RECOMMENDED])
def test_revise_is_refused_where_nobody_writes(town, state):
    one = town.application(state=state)

    with pytest.raises(NotAllowed):
        revised(town, one, {"need": "改"})


def test_invited_editor_may_revise_but_not_submit_and_removal_ends_it(town):
    one = drafted(town)
    guest = town.person("guest")
    editor = invite_editor(one, email=" Guest@example.INVALID ", stamp=town.stamp(town.owner))

    revised(town, one, {"need": "同事补充"}, by=guest)
    again = invite_editor(one, email="guest@example.invalid", stamp=town.stamp(town.owner))

    assert (editor, again.user) == (again, guest)
    assert list(queries.my_applications(town.stamp(guest).actor)) == [one]
    with pytest.raises(NotFound):
        queries.reach_own(town.stamp(guest).actor, one.pk)
    remove_editor(one, editor_id=editor.pk, stamp=town.stamp(town.owner))
    remove_editor(one, editor_id=editor.pk, stamp=town.stamp(town.owner))
    with pytest.raises(NotFound):
        queries.reach_application(town.stamp(guest).actor, one.pk)
    assert verbs()[-2:] == ["intake.application.revised", "intake.application.editor_removed"]


def test_invited_address_works_once_its_person_has_an_account(town):
    one = drafted(town)
    invite_editor(one, email="later@example.invalid", stamp=town.stamp(town.owner))

    later = town.person("later")

    assert queries.edits(one, town.stamp(later).actor)
    assert later in queries.audience(one, "owner", at=NOON)


def test_invite_editor_refuses_bad_addresses_strangers_and_crowds(town):
    one = drafted(town)

    with pytest.raises(BadAnswers):
        invite_editor(one, email="nobody", stamp=town.stamp(town.owner))
    with pytest.raises(NotAllowed):
        invite_editor(one, email="a@b.cn", stamp=town.stamp())
    for n in range(20):
        invite_editor(one, email=f"a{n}@example.cn", stamp=town.stamp(town.owner))
    with pytest.raises(Refusal):
        invite_editor(one, email="b@example.cn", stamp=town.stamp(town.owner))


def paper(name="图纸.pdf", content=b"%PDF"):
    return ContentFile(content, name)


@pytest.fixture
def papers(town, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    ask_everything(town)
    return tmp_path


def test_files_come_with_a_draft_and_can_be_taken_away(town, papers):
    picture = paper("two.PNG", b"\x89PNG\r\n\x1a\n")
    one = drafted(town, files={"papers": [paper("../a\\b/图纸.pdf"), picture]})

    first, second = queries.attachments_of(one)
    assert (first.name, first.size, one.answers["papers"]) == ("图纸.pdf", 4, [first.pk, second.pk])
    assert queries.lexicon(town.city, application=one).files == {
        first.pk: "图纸.pdf",
        second.pk: "two.PNG",
    }
    kept = revised(town, one, {"papers": [str(second.pk), "999"]}, files={"papers": [paper()]})
    assert kept.answers["papers"][0] == second.pk
    assert len(kept.answers["papers"]) == 2
    assert queries.reach_attachment(one, first.pk) == first
    with pytest.raises(NotFound):
        queries.reach_attachment(one, 999)


@pytest.mark.parametrize(
    ("files", "key"),
    [
        ({"papers": [paper("run.exe")]}, "papers"),
        ({"papers": [paper(content=b"")]}, "papers"),
        ({"papers": [paper()] * 21}, "papers"),
        ({"need": [paper()]}, "need"),
    ],
)
def test_files_that_cannot_be_taken_are_named(town, papers, files, key):
    with pytest.raises(BadAnswers) as refusal:
        drafted(town, files=files)

    assert list(refusal.value.errors) == [key]


def test_a_file_that_is_too_large_is_named(town, papers):
    large = paper()
    large.size = 21 * 1024 * 1024

    with pytest.raises(BadAnswers, match=r"Some answers|部分"):
        drafted(town, files={"papers": [large]})


def test_a_full_disk_refuses_and_saves_nothing(town, papers):
    with (
        patch.object(FileSystemStorage, "_save", side_effect=OSError(ENOSPC, "full")),
        pytest.raises(Refusal),
    ):
        drafted(town, files={"papers": [paper()]})
    with (
        patch.object(FileSystemStorage, "_save", side_effect=OSError(5, "broken")),
        pytest.raises(OSError, match="broken"),
    ):
        drafted(town, files={"papers": [paper()]})

    assert Application.objects.count() == 0


def test_long_names_keep_their_ending(town, papers):
    one = drafted(town, files={"papers": [paper("长" * 300 + ".pdf")]})

    (only,) = queries.attachments_of(one)
    assert (len(only.name), only.name[-4:]) == (200, ".pdf")


def test_compare_shows_two_revisions_in_words(town):
    one = drafted(town)
    revised(town, one, {"need": "新的需求"})
    lexicon = queries.lexicon(town.city)

    title, need = queries.compare(one, 1, 2, lexicon=lexicon)

    assert (title.same, need.same) == (True, False)
    assert (need.before, need.after) == (NEED["need"], "新的需求")
    assert [side.text for side in queries.sides(one, lexicon=lexicon)] == list(NEED.values())
    with pytest.raises(NotFound):
        queries.compare(one, 1, 9, lexicon=lexicon)


def test_visible_to_hides_drafts_and_other_districts(town):
    one = drafted(town)
    officer = town.stamp().actor

    with pytest.raises(NotFound):
        queries.reach_application(officer, one.pk)
    two = submitted(town)
    assert queries.reach_application(officer, two.pk) == two
    with pytest.raises(NotFound):
        queries.reach_application(town.stamp(town.jimo_officer).actor, two.pk)
    colleague = town.person("colleague", Role.DEMAND_OWNER, town.firm)
    assert queries.reach_own(town.stamp(colleague).actor, one.pk) == one


def test_a_firm_without_district_goes_to_the_city(town):
    firm = town.unit(Unit.Kind.STATE_FIRM, "示例国企", "")
    boss = town.person("boss", Role.DEMAND_OWNER, firm)

    assert drafted(town, stamp=town.stamp(boss)).recommender == town.city
    assert FORM["fields"]
