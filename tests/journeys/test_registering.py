"""A company comes by its credit code, waits for its district, and describes what it can do."""

import re
import secrets

from playwright.sync_api import Page, expect

from tests.journeys.browsing import Visit, Way, both
from tests.journeys.serving import Site
from tests.journeys.steps import own, press

WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WORDS = "a long way to the harbour"


def credit_code() -> str:
    """A code nobody has, with its check digit by GB 32100."""
    body = "91370212" + "".join(secrets.choice("0123456789ABCDEFGH") for _ in range(9))
    total = sum(SIGNS.index(sign) * weight for sign, weight in zip(body, WEIGHTS, strict=True))
    return body + SIGNS[-total % 31]


def wrong(code: str) -> str:
    """The code with another check digit."""
    return code[:-1] + SIGNS[(SIGNS.index(code[-1]) + 1) % 31]


def sign_up(page: Page, way: Way, site: Site) -> None:
    """An account with a password, its address confirmed by the mail in the outbox."""
    name = f"person{secrets.token_hex(4)}"
    page.goto("/account/signup/")
    page.fill("[name=email]", f"{name}@example.com")
    page.fill("[name=username]", name)
    page.fill("[name=name]", "王示例")
    page.fill("[name=password1]", WORDS)
    page.fill("[name=password2]", WORDS)
    with page.expect_navigation():
        page.locator("main form button.btn-primary").first.click()
    mail = site.mail_to(f"{name}@example.com")
    link = re.search(r"http://\S+/confirm-email/\S+", mail)
    assert link, mail
    page.goto(link[0])
    if page.locator("main form button").count():
        with page.expect_navigation():
            page.locator("main form button.btn-primary").first.click()
    if page.locator("main [name=password]").count():
        page.fill("main [name=login]", name)
        page.fill("main [name=password]", WORDS)
        with page.expect_navigation():
            page.locator("main form button.btn-primary").first.click()


@both
def test_a_company_registers_is_approved_and_shows_what_it_can_do(
    way: Way, visit: Visit, site: Site
):
    company = visit(way=way)
    sign_up(company, way, site)
    # Names unlike each other: an organisation that looks known is asked about first.
    code, name = credit_code(), own(way.say_unit("新来的海洋装备公司", "蓝鲸深潜科技社"))
    company.goto("/company/registering/")
    company.fill("#id_uscc", wrong(code))
    company.fill("#id_name", name)
    company.select_option("#id_kind", "company")
    company.locator("#id_district").select_option(label=way.say_unit("崂山区", "Laoshan District"))
    company.check("[name=role][value=company_member]")
    press(company, way, "Submit")
    expect(company.locator("#id_uscc")).to_have_attribute("aria-invalid", "true")
    expect(company.locator("#id_name")).to_have_value(name)
    company.fill("#id_uscc", code)
    press(company, way, "Submit")
    expect(company.locator("h1")).to_have_text(name)

    district = visit("demo-district-officer", way=way, path="/bureau/registrations/")
    district.get_by_role("link", name=name).first.click()
    press(district, way, "Approve")

    company.goto("/company/capabilities/new/")
    able = own("水下缆绳检测机器人")
    company.fill("#id_title", able)
    company.fill("#id_description", "水深60米以内缆绳表面缺陷检测，分辨率1毫米。")
    press(company, way, "Publish")
    stranger = visit(way=way, path=f"/search?q={able}")
    stranger.get_by_role("link", name=able).first.click()

    expect(stranger.locator("h1")).to_have_text(able)
    expect(stranger.locator("main")).to_contain_text(name)
