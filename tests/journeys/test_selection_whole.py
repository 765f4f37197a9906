"""The invented lab call by a newcomer: from the opening to a certificate that verifies.

Twelve applications of three districts, eight experts with two hidden conflicts, one would-be
investor, one objection that is upheld. Many like steps (36 seats and sheets) are sent as a browser
sends them; what a person looks at is looked at.
"""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from tests.journeys.browsing import EN, Visit
from tests.journeys.desk import Desk
from tests.journeys.serving import Site
from tests.journeys.steps import press, submit
from tests.journeys.test_accessibility import troubles
from tests.journeys.test_selection_deciding import VOTERS, object_to_first, uphold

OFFICER, COMPANY = "demo-city-officer", "demo-company-member"
DISTRICTS = ("demo-district-officer", "demo-huangdao-officer", "demo-chengyang-officer")
INVESTOR, FUND = "demo-fund", "示例创业投资基金"
READY = (1, 2, 3, 4, 5)
TITLE = "旅程示例实验室拟认定名单公示"
# Hidden in the example: a shareholding, and a former employer.
HIDDEN = {("demo-expert-3", "示例深蓝感知有限公司"), ("demo-expert-5", "示例轨道智能有限公司")}
_SEATS = """
SELECT seat.id, person.username, candidacy.number, seat.state, seat.chairs
FROM selection_seat seat JOIN selection_expert expert ON expert.id = seat.expert_id
JOIN access_user person ON person.id = expert.user_id
JOIN selection_candidacy candidacy ON candidacy.id = seat.candidacy_id
WHERE candidacy.programme_id = %s ORDER BY candidacy.number, seat.id"""
_CONFLICTS = """
SELECT person.username, firm.name
FROM selection_conflict conflict JOIN selection_expert expert ON expert.id = conflict.expert_id
JOIN access_user person ON person.id = expert.user_id
JOIN selection_candidacy candidacy ON candidacy.id = conflict.candidacy_id
JOIN directory_organisation firm ON firm.id = candidacy.organisation_id
WHERE candidacy.programme_id = %s AND conflict.standing IN ('bars', 'flagged')"""


@dataclass(slots=True)
class Call:
    """The example call, and everybody who works on it."""

    site: Site
    visit: Visit
    number: int
    officer: Page
    desks: dict[str, Desk] = field(default_factory=dict)

    @property
    def hub(self) -> str:
        return f"/bureau/selection/{self.number}/"

    def desk(self, account: str) -> Desk:
        """Somebody at work without looking; the same one when asked for again."""
        if account not in self.desks:
            self.desks[account] = Desk(self.visit(account, way=EN))
        return self.desks[account]

    def office(self) -> Desk:
        return Desk(self.officer)

    def time_passes(self) -> None:
        """The running phase ends now."""
        self.office().send(self.hub, "/pass-time/")

    def seats(self) -> list[tuple[int, str, int, str, bool]]:
        return self.site.rows(_SEATS, self.number)  # type: ignore[return-value]


def test_a_newcomer_runs_the_example_call_to_a_certificate_that_verifies(visit: Visit, site: Site):
    ((number,),) = site.rows(
        "SELECT p.id FROM selection_programme p JOIN intake_call c ON c.id = p.call_id"
        " WHERE c.code = 'labs-example'"
    )
    call = Call(site, visit, int(str(number)), visit(OFFICER, way=EN))

    applied(call)
    recommended(call)
    checked(call)
    seated(call)
    scored(call)
    looked_into(call)
    notice = decided(call)
    receipt = object_to_first(visit(way=EN, path=notice), EN, notice)
    uphold(call.officer, EN, call.number)
    told = visit(way=EN, path="/objections/")
    told.fill("#id_receipt", receipt)
    press(told, EN, "Show")
    expect(told.locator("main")).to_contain_text("情况属实")
    call.office().send(f"{call.hub}notices/", "/pass/")

    verified(call)


def applied(call: Call) -> None:
    """The last draft is handed in; nobody else reads a sealed application before the closing."""
    ((draft,),) = call.site.rows(
        "SELECT a.id FROM intake_application a JOIN intake_call c ON c.id = a.call_id"
        " WHERE c.code = 'labs-example' AND a.state = 'draft'"
    )
    submit(call.visit(COMPANY, way=EN), EN, int(str(draft)))
    assert call.office().status(f"/company/file/{draft}/") == 404
    call.time_passes()


def recommended(call: Call) -> None:
    """Three districts give their word and their order."""
    filed = call.site.rows(
        "SELECT a.id FROM intake_application a JOIN intake_call c ON c.id = a.call_id"
        " WHERE c.code = 'labs-example'"
    )
    theirs = {str(pk) for (pk,) in filed}
    for account in DISTRICTS:
        district = call.desk(account)
        waits = re.findall(r"/bureau/recommending/(\d+)/", district.read("/bureau/recommending/"))
        for one in dict.fromkeys(waits):
            if one not in theirs:
                continue
            page = f"/bureau/recommending/{one}/"
            district.send(page, "/recommend/", {"opinion": "需求真实，同意推荐。"})
    ((waiting,),) = call.site.rows(
        "SELECT count(*) FROM selection_candidacy WHERE programme_id = %s", call.number
    )
    assert waiting == 12
    call.time_passes()


def checked(call: Call) -> None:
    """Every item of every candidacy is met."""
    for number in range(1, 13):
        page = f"{call.hub}candidacies/{number}/"
        items = set(re.findall(r'name="(result-[^"]+)"', call.office().read(page)))
        assert items
        found = dict.fromkeys(items, "met") | {"do": "finish"}
        call.office().send(page, "/check/", found)
    call.officer.goto(f"{call.hub}candidacies/")
    assert not troubles(call.officer)
    call.time_passes()


def seated(call: Call) -> None:
    """Hidden conflicts are found before panels are formed; nobody in conflict sits there."""
    office = call.office()
    office.send(f"{call.hub}conflicts/", "/look/")
    found = set(call.site.rows(_CONFLICTS, call.number))
    assert found >= HIDDEN
    call.officer.goto(f"{call.hub}conflicts/")
    assert not troubles(call.officer)
    office.send(f"{call.hub}panels/", "/compute/", {"seed": "7"})
    office.send(f"{call.hub}panels/", "/apply/")
    planned = [one for one in call.seats() if one[3] == "planned" and one[2] == READY[0]]
    office.send(f"{call.hub}panels/{READY[0]}/", f"/seats/{planned[0][0]}/chair/")
    office.send(f"{call.hub}panels/", "/ask/")
    sitting = [one for one in call.seats() if one[3] == "asked"]
    assert len(sitting) == 36
    kept_away(call, found)
    for seat, who, *_rest in sitting:
        call.desk(who).send(f"/expert/seats/{seat}/", "/accept/", {"word": "1"})
    nobody_sees_more(call, {who for _seat, who, *_rest in sitting})
    call.time_passes()


def kept_away(call: Call, found: set[tuple[object, ...]]) -> None:
    """No seat where a conflict bars."""
    firms = dict(
        call.site.rows(
            "SELECT candidacy.number, firm.name FROM selection_candidacy candidacy"
            " JOIN directory_organisation firm ON firm.id = candidacy.organisation_id"
            " WHERE candidacy.programme_id = %s",
            call.number,
        )
    )
    held = {(who, firms.get(number)) for _seat, who, number, *_rest in call.seats()}
    assert not held & HIDDEN & found


def nobody_sees_more(call: Call, people: set[str]) -> None:
    """What an expert may not read is not there: other seats, the board, the candidacies."""
    for who in people:
        others = [seat for seat, whose, *_rest in call.seats() if whose != who]
        closed = [
            f"/expert/seats/{others[0]}/",
            f"/expert/seats/{others[0]}/score/",
            f"{call.hub}scores/",
            f"{call.hub}candidacies/1/",
        ]
        assert [call.desk(who).status(page) for page in closed] == [404] * len(closed)


def scored(call: Call) -> None:
    """Thirty-six sheets. One panel agrees, and signs."""
    for seat, who, number, state, _chairs in call.seats():
        if state != "accepted":
            continue
        desk = call.desk(who)
        page = f"/expert/seats/{seat}/score/"
        marks = sorted(set(re.findall(r'name="(mark-[^"]+)"', desk.read(page))))
        assert marks
        given = dict.fromkeys(marks, "8") | {marks[0]: str(10 - number // 3)}
        given[marks[1]] = str(10 - number % 3)
        desk.send(page, "/score/", given | {"do": "hand_in"})
    assert {state for *_rest, state, _chairs in call.seats()} <= {"scored", "reserve"}
    call.officer.goto(f"{call.hub}scores/")
    assert not troubles(call.officer)
    call.time_passes()
    agreed(call)
    call.time_passes()


def agreed(call: Call) -> None:
    """The chair writes what the panel agrees on."""
    ((chair, who),) = [(seat, who) for seat, who, _n, _s, chairs in call.seats() if chairs]
    page = f"/expert/seats/{chair}/consensus/"
    shown = call.desk(who).read(page)
    said = dict.fromkeys(re.findall(r'name="(mark-[^"]+)"', shown), "9")
    said |= dict.fromkeys(re.findall(r'name="(agrees-[^"]+)"', shown), "on")
    call.desk(who).send(page, "", said | {"words": "一致同意。", "do": "sign"})
    ((signed,),) = call.site.rows(
        "SELECT count(*) FROM selection_consensus WHERE signed_at IS NOT NULL"
        " AND candidacy_id IN (SELECT id FROM selection_candidacy WHERE programme_id = %s)",
        call.number,
    )
    assert signed == 1


def looked_into(call: Call) -> None:
    """A fund that means to invest says so, and its word is on record; the office does without."""
    office, board = call.office(), f"{call.hub}scores/"
    office.send(board, "/acts/", {"chosen": ["2"], "step": "to_diligence", "do": "go"})
    page = f"{call.hub}diligence/2/"
    shown = office.read(page)
    asked = re.search(rf'<option value="(\d+)"[^>]*>{FUND}', shown) or re.search(
        r'<option value="(\d+)"[^>]*>Example Venture Fund', shown
    )
    assert asked
    office.send(page, "/ask/", {"institution": asked[1]})
    ((work,),) = call.site.rows("SELECT max(id) FROM selection_diligence")
    fund = call.desk(INVESTOR)
    fund.send(
        f"/expert/diligence/{work}/", "/declare/", {"means": "yes", "words": "拟参与下一轮融资。"}
    )
    assert "拟参与下一轮融资。" in office.read(page)
    office.send(page, f"/{work}/cancel/", {"reason": "该机构有投资意向，改由专家复核。"})
    ready = {"chosen": [str(one) for one in READY], "step": "make_ready", "do": "go"}
    office.send(board, "/acts/", ready)
    call.time_passes()


def decided(call: Call) -> str:
    """Four places, five candidacies: a signed vote, and the public notice. Its address."""
    office, listed = call.office(), f"{call.hub}decision/"
    office.send(listed, "", {"title": "遴选委员会表决"})
    ((ballot,),) = call.site.rows(
        "SELECT max(id) FROM selection_ballot WHERE programme_id = %s", call.number
    )
    page = f"{listed}{ballot}/"
    voters = [
        str(pk)
        for (pk,) in call.site.rows("SELECT id FROM access_user WHERE username = ANY(%s)", VOTERS)
    ]
    office.send(page, "/voters/", {"people": voters, "chair": voters[0]})
    office.send(page, "/reasons/", {"reason": "名额已满。"})
    office.send(page, "/open/")
    items = call.site.rows("SELECT id FROM selection_ballotitem WHERE ballot_id = %s", ballot)
    assert len(items) == len(READY)
    for voter in VOTERS:
        desk = call.desk(voter)
        for (item,) in items:
            desk.send(f"/work/votes/{ballot}/", f"/{item}/", {"choice": "for"})
    office.send(page, "/close/")
    call.officer.goto(page)
    assert not troubles(call.officer)
    call.officer.fill("#id_apply_title", TITLE)
    press(call.officer, EN, "Put into effect together")
    call.officer.goto("/public-notices/")
    call.officer.get_by_role("link", name=TITLE).click()
    call.officer.wait_for_url(re.compile(r"/public-notices/[^/]+/$"))
    return call.officer.url


def verified(call: Call) -> None:
    """Whoever was selected and not objected to has a certificate; scanned, it is valid."""
    visitor = call.visit(way=EN)
    for _ in range(70):
        codes = call.site.rows(
            "SELECT label.code FROM catalogue_label label"
            " JOIN catalogue_lab lab ON lab.id = label.lab_id"
            " JOIN selection_candidacy candidacy ON candidacy.application_id = lab.application_id"
            " WHERE candidacy.programme_id = %s",
            call.number,
        )
        if len(codes) == 3:
            break
        visitor.wait_for_timeout(3_000)
    assert len(codes) == 3
    visitor.goto(f"/verify/{codes[0][0]}/")
    expect(visitor.locator("main")).to_contain_text(EN.say("This recognition is valid"))
    assert not troubles(visitor)
