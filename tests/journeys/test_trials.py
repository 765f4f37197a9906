"""A trial in the browser: both sign, readings unlock the next step, an incident suspends it."""

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.browsing import EN_PHONE, ZH, Visit, Way
from tests.journeys.steps import press

SERIES = "时间,指标,数值,点位\n" + "".join(
    f"{{day}} 00:00:0{n},运行时长,80,（示例）{n}号系固点\n" for n in range(1, 5)
)


def fits(page: Page) -> None:
    """Nothing stands out of the screen."""
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, page.url


def open_trial(page: Page, words: str) -> str:
    """From the list to the trial whose title has these words; its address."""
    page.goto(f"/trials/?q={words}")
    page.locator("main li a").filter(has_text=words).first.click()
    page.wait_for_url("**/trials/*/")
    return page.url


def unfold(page: Page, way: Way, words: str) -> None:
    """Open the step that says ``words``."""
    page.locator("details > summary").filter(has_text=way.say(words)).first.click()


def climb(page: Page, way: Way, words: str, *, first: bool = True) -> None:
    """Press the step ``words``; a folded one is opened before."""
    if not first:
        unfold(page, way, words)
    press(page, way, words)


def test_both_sign_and_readings_unlock_the_next_step(visit: Visit) -> None:
    way: Way = ZH
    company = visit("demo-company-member", way=way, path="/trials/")
    address = open_trial(company, "系固巡检机器人")
    fits(company)
    climb(company, way, "Sign this text")
    expect(company.locator("main")).to_contain_text(way.say("running"))

    company.goto(f"{address}readings/")
    company.locator("summary").filter(has_text=way.say("Upload a file of readings")).click()
    sent = SERIES.format(day=timezone.localdate().isoformat()).encode()
    file = {"name": "读数.csv", "mimeType": "text/csv", "buffer": sent}
    company.set_input_files("#id_file_series", files=[file])
    press(company, way, "Upload")
    fits(company)

    for account in ("demo-port-owner", "demo-west-coast"):
        body = visit(account, way=way, path=address)
        climb(body, way, "Agree to the next step")
    company.goto(address)
    climb(company, way, "Unlock the next step")
    expect(company.locator("main")).to_contain_text(way.say("The next step is unlocked."))
    fits(company)

    unfold(company, way, "Report an incident")
    company.fill("#id_incident_what", "（示例）巡检机器人碰撞护栏，无人受伤。")
    company.locator("input[name='back_to'][value='1']").check()
    press(company, way, "Report an incident")
    expect(company.locator("main")).to_contain_text(way.say("suspended"))


def test_a_trial_near_its_threshold_fits_a_phone(visit: Visit) -> None:
    way: Way = EN_PHONE
    owner = visit("demo-demand-owner", way=way, path="/trials/")
    fits(owner)
    open_trial(owner, "扶梯振动监测")
    expect(owner.locator("main")).to_contain_text("missing")
    fits(owner)
    for path in ("/trials/tolerances/", "/trials/closed/"):
        answer = owner.goto(path)
        assert answer is not None
        assert answer.status == 200
        fits(owner)
