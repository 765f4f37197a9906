"""A person with a browser: who they are, which language they read, how wide their screen is."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    sync_playwright,
)

from citystage.config import environment
from tests.journeys.serving import CHECKOUT, Site

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 15_000  # milliseconds; two cores may be busy with other tests
# A browser logs every answer of 400 and more; a refusal or a form with errors is no fault.
EXPECTED = re.compile(
    r"Failed to load resource: the server responded with a status of (403|404|409|422|503)"
)


@cache
def _chinese() -> GNUTranslations:
    path = CHECKOUT / "locale/zh_Hans/LC_MESSAGES/django.mo"
    with path.open("rb") as file:
        return GNUTranslations(file)


@dataclass(frozen=True, slots=True)
class Way:
    """A language and a width to walk a journey in."""

    language: str
    width: int

    def say(self, words: str, context: str = "") -> str:
        """What the site says for the English ``words`` in this language."""
        if self.language == "en":
            return words
        said = _chinese().pgettext(context, words) if context else _chinese().gettext(words)
        assert said != words, f"not in Chinese: {words!r}"
        return said

    def say_unit(self, chinese: str, english: str) -> str:
        """A name that the city pack gives in both languages."""
        return chinese if self.language == "zh-hans" else english

    def __str__(self) -> str:
        return f"{self.language}-{self.width}"


ZH = Way("zh-hans", 1440)
EN = Way("en", 1440)
ZH_PHONE = Way("zh-hans", 390)
EN_PHONE = Way("en", 390)
both = pytest.mark.parametrize("way", [ZH, EN_PHONE], ids=str)


@dataclass(slots=True)
class Watcher:
    """What went wrong in a browser window without anybody saying so."""

    faults: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("console", lambda message: self._hear(message))  # noqa: PLW0108 -- slots
        page.on("pageerror", lambda error: self.faults.append(f"script: {error} at {page.url}"))
        page.on("response", lambda response: self._see(response))  # noqa: PLW0108 -- slots

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not EXPECTED.match(message.text):
            self.faults.append(f"console: {message.text} at {message.location}")

    def _see(self, response: Response) -> None:
        read_by_person = response.request.resource_type in {"document", "xhr", "fetch"}
        worst = 500 if read_by_person else 400
        if response.status >= worst and response.status != 503:
            self.faults.append(f"answer {response.status}: {response.url}")


@dataclass(frozen=True, slots=True)
class Visitors:
    """Opens browser windows on one site, each a person of its own."""

    browser: Browser
    site: Site
    watcher: Watcher
    contexts: list[BrowserContext]

    def visit(
        self, account: str = "", *, way: Way = ZH, script: bool = True, path: str = ""
    ) -> Page:
        """A window of somebody (``account`` of the demonstration, or a visitor)."""
        context = self.browser.new_context(
            base_url=self.site.address,
            viewport={"width": way.width, "height": 844 if way.width < 800 else 900},
            locale="zh-CN" if way.language == "zh-hans" else "en-GB",
            timezone_id="Asia/Shanghai",
            java_script_enabled=script,
            reduced_motion="reduce",
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        page = context.new_page()
        self.watcher.watch(page)
        if account:
            enter(page, account)
        context.add_cookies(
            [{"name": "django_language", "value": way.language, "url": self.site.address}]
        )
        if path:
            page.goto(path)
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        self.contexts.clear()


def enter(page: Page, account: str) -> None:
    """Sign in with one click of the demonstration, without drawing the page."""
    shown = page.request.get("/demo/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown.text())
    assert token
    form = {"account": account, "csrfmiddlewaretoken": token[1], "next": "/accessibility/"}
    answer = page.request.post("/demo/", form=form, headers={"referer": shown.url})
    assert answer.ok, answer.status


def chromium() -> str:
    """Where the browser is; without one the journeys are skipped, but never where CI runs."""
    found = environment.chromium()
    if found and Path(found).exists():
        return found
    missing = (
        "No Chromium: `citystage doctor` says how to get it, or name it in CITYSTAGE_CHROMIUM."
    )
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(missing)
    pytest.skip(missing)


@contextmanager
def browser() -> Iterator[Browser]:
    """One headless Chromium."""
    path = chromium()
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield launched
        finally:
            launched.close()


type Visit = Callable[..., Page]
