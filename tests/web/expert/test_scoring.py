"""The expert's score page and pile in the browser."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from citystage.stages.selection.models import Conflict, Expert, Paper, Seat, Sheet
from tests.conftest import NOON
from tests.selection.building import candidacy
from tests.selection.experts.register import seat
from tests.selection.scoring.marking import handed_in, panel, scored_programme, scoring
from tests.web.bureau.people import browser
from tests.web.queries import queries_of

pytestmark = pytest.mark.django_db
WHOLE = {"mark-novelty": "80", "mark-use": "70", "_version": "0"}


def running(town, phase="scoring", **changes):
    """A programme of which the phase runs by the clock of the wall."""
    before = {"scoring": 45, "consensus": 55}[phase]
    return scored_programme(town, timezone.now() - timedelta(days=before), **changes)


@pytest.fixture
def seats(town):
    return panel(town, running(town))[0]


@pytest.fixture
def mine(seats):
    return seats[0]


@pytest.fixture
def judge(mine):
    return browser(mine.expert.user)


def at(seat, name="score"):
    return reverse(f"expert:{name}", args=[seat.pk])


def test_the_page_shows_the_file_and_the_form(mine, judge):
    page = judge.get(at(mine))

    text = page.content.decode()
    assert page.status_code == 200
    assert mine.candidacy.application.title in text
    assert 'id="mark-novelty"' in text


def test_a_draft_is_kept_then_handed_in(mine, judge):
    kept = judge.post(at(mine), {"mark-novelty": "80", "_version": "0", "do": "save"})
    gap = judge.post(at(mine), {"mark-novelty": "80", "_version": "1", "do": "hand_in"})
    whole = judge.post(at(mine), WHOLE | {"_version": "1", "do": "hand_in"})

    assert (kept.status_code, gap.status_code) == (302, 422)
    assert "Give a mark." in gap.content.decode()
    assert whole["Location"] == reverse("expert:pile", args=[mine.candidacy.programme_id])
    assert Sheet.objects.get().handed_in_at is not None
    assert '<span class="num text-lg">80</span>' in judge.get(at(mine)).content.decode()


def test_drafts_save_themselves_and_two_tabs_are_told(mine, judge):
    script = {"HX-Request": "true"}

    first = judge.post(at(mine, "score_keep"), WHOLE, headers=script)
    behind = judge.post(at(mine, "score_keep"), WHOLE, headers=script)
    wrong = judge.post(
        at(mine, "score_keep"), WHOLE | {"_version": "1", "mark-use": "900"}, headers=script
    )
    stale = judge.post(at(mine), WHOLE | {"do": "save"})

    assert [one.status_code for one in (first, behind, wrong, stale)] == [200, 409, 422, 409]
    assert "76.0" in first.content.decode()
    assert Sheet.objects.get().values == {"novelty": "80", "use": "70"}


def test_only_the_own_accepted_seat_is_reached(town, seats, judge):
    asked = seats[0]
    asked.state = "asked"
    asked.save(update_fields=["state"])

    assert judge.get(at(seats[1])).status_code == 404
    assert judge.get(at(asked)).status_code == 404
    assert browser(town.officer).get(at(asked)).status_code == 404


def test_a_conflict_is_told_and_keeps_away(mine, judge):
    Conflict.objects.create(
        candidacy=mine.candidacy,
        expert=mine.expert,
        kind="investor",
        origin="found",
        standing="bars",
        made_at=NOON,
    )

    page = judge.get(at(mine))

    assert page.status_code == 403
    assert "You are in conflict with this candidacy" in page.content.decode()
    assert judge.get(reverse("expert:pile", args=[mine.candidacy.programme_id])).status_code == 404


def test_a_blind_page_tells_no_name(town):
    made = running(town, scoring=scoring(blind=True))
    held = panel(town, made)[0][0]
    application = held.candidacy.application
    application.answers = application.answers | {
        "need": f"{application.owner_name}（示例港口）联系人：王工 13800138000 需要无人船"
    }
    application.title = "示例港口集团的无人船"
    application.save()

    page = browser(held.expert.user).get(at(held)).content.decode()
    pile = browser(held.expert.user).get(reverse("expert:pile", args=[made.pk])).content.decode()

    assert "需要无人船" in page
    for telling in (application.owner_name, "示例港口", "13800138000", application.title):
        assert telling not in page
        assert telling not in pile


def test_a_redacted_copy_is_all_a_blind_panel_gets(town, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    held = panel(town, running(town, scoring=scoring(blind=True)))[0][0]
    paper = Paper(
        candidacy=held.candidacy,
        name="示例港口集团申报书.pdf",
        size=4,
        sha256="0" * 64,
        added_at=NOON,
    )
    paper.file.save("x", ContentFile(b"%PDF"), save=False)
    paper.save()
    client = browser(held.expert.user)

    page = client.get(at(held)).content.decode()
    file = client.get(reverse("expert:score_file", args=[held.pk, "copy", paper.pk]))
    other = client.get(reverse("expert:score_file", args=[held.pk, "attachment", paper.pk]))

    assert "申报书" not in page
    assert "candidacy-1-1.pdf" in page
    assert file["Content-Disposition"] == 'attachment; filename="candidacy-1-1.pdf"'
    assert file.content == b"%PDF"
    assert other.status_code == 404


def test_the_panel_is_shown_only_after_the_consensus_begins(town):
    seats = panel(town, running(town, "consensus"))[0]
    for held, mark in zip(seats, (81, 62, 43), strict=True):
        handed_in(held, mark, mark)
    early = panel_of_other(town)

    page = browser(seats[0].expert.user).get(at(seats[0])).content.decode()
    closed = browser(early[0].expert.user).get(at(early[0])).content.decode()

    assert "专家2" in page
    assert '<td class="num">62</td>' in page
    assert "The panel&#x27;s scores" not in closed


def panel_of_other(town):
    """A panel whose scoring still runs, all of it handed in."""
    case = candidacy(town, running(town), state="reviewing")
    found = [Seat.objects.create(candidacy=case, expert=one) for one in Expert.objects.all()]
    for held in found:
        handed_in(held, 50, 50)
    return found


def test_the_pile_asks_as_much_for_many_as_for_one(town):
    made = running(town)
    rows = panel(town, made, cases=1)
    client = browser(rows[0][0].expert.user)
    address = reverse("expert:pile", args=[made.pk])
    one = queries_of(client, address)

    for _at in range(2):
        seat(candidacy(town, made, state="reviewing"), rows[0][0].expert, "accepted")

    assert queries_of(client, address) == one


def test_the_chair_writes_the_consensus_in_the_browser(town):
    seats = panel(town, running(town, "consensus"))[0]
    seats[0].chairs = True
    seats[0].save(update_fields=["chairs"])
    for held in seats:
        handed_in(held, 60, 60)
    client, address = browser(seats[0].expert.user), at(seats[0], "consensus")
    said = {"mark-novelty": "90", "mark-use": "80", "words": "可行", "_version": "0"}
    said |= {f"agrees-{one.expert_id}": "1" for one in seats[:2]}

    empty = client.get(address)
    unheard = client.post(address, said | {"do": "sign"})
    wrong = client.post(address, said | {"mark-use": "900", "do": "save"})
    kept = client.post(address, said | {"do": "save"})
    stale = client.post(address, said | {"do": "save"})
    last = said | {f"differs-{seats[2].expert_id}": "成本偏高", "_version": "1", "do": "sign"}
    signed = client.post(address, last)

    found = [one.status_code for one in (empty, unheard, wrong, kept, stale, signed)]
    assert found == [200, 422, 422, 302, 409, 302]
    assert "成本偏高" in client.get(address).content.decode()
    assert "可行" in browser(seats[1].expert.user).get(at(seats[1])).content.decode()
    assert browser(seats[1].expert.user).get(at(seats[1], "consensus")).status_code == 404
