"""Walks every link of the pages somebody can reach; draws one page of each kind."""

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.journeys.browsing import Way

START = ("/", "/work/")
# Signs out, or leads out of the site by itself.
LEFT_ALONE = re.compile(r"^/account/logout/|^/healthz|^/readyz")
# Of one kind of page so many are opened: with and without content, of one's own and of others.
DRAWN_OF_A_KIND = 1
ASKED_OF_A_KIND = 3
# These say something else to everybody, so they are drawn for all; of other kinds it is enough that
# somebody saw one in either language and at either width.
OF_EVERYBODY = {"public:home", "public:scenario", "work:home"}
# Of the public pages those that look different to who has signed in; a visitor walks all of them.
PUBLIC_TO_ALL = {"public:home", "public:scenario", "public:list", "public:organisation"}


def kind_of(address: str) -> str:
    """The name of the page behind an address; the address itself where nothing answers."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return address


class Leads(HTMLParser):
    """Where the links and the asking forms of a page lead, as it was sent."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.found.append(given["href"] or "")
        elif tag == "form" and (given.get("method") or "get").lower() == "get":
            self.found.append(given.get("action") or "")


@dataclass(slots=True)
class Drawn:
    """Which kinds of page were drawn by anybody, in which languages and at which widths."""

    ways: dict[str, set[str | int]] = field(default_factory=dict)
    # Of each account what its first walk found: kind and address of the page drawn of it.
    walked: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def is_new(self, kind: str, way: Way) -> bool:
        return kind in OF_EVERYBODY or not {way.language, way.width} <= self.ways.get(kind, set())

    def add(self, kind: str, way: Way) -> None:
        self.ways.setdefault(kind, set()).update((way.language, way.width))


@dataclass(slots=True)
class Crawl:
    """What was reached from the start, each with the page that led there."""

    page: Page
    base: str
    account: str
    way: Way
    others: Drawn
    asked: dict[str, int] = field(default_factory=dict)
    drawn: dict[str, int] = field(default_factory=dict)
    dead: list[str] = field(default_factory=list)

    def walk(self, look: Callable[[Page, str], None]) -> Iterator[str]:
        """Draw one page of each kind and ask for the links on it; ``look`` is shown every page.

        Links are the same in every language and at every width: a second walk of an account draws
        the pages that the first one found.
        """
        if found := self.others.walked.get(self.account):
            return self._again(found, look)
        return self._first(look)

    def _again(
        self, found: list[tuple[str, str]], look: Callable[[Page, str], None]
    ) -> Iterator[str]:
        for kind, address in found:
            if self.others.is_new(kind, self.way):
                self.others.add(kind, self.way)
                answer = self.page.goto(address)
                if answer is None or answer.status >= 400:
                    self.dead.append(f"{answer and answer.status} {address} on a second walk")
                look(self.page, kind)
            yield kind

    def _first(self, look: Callable[[Page, str], None]) -> Iterator[str]:
        found: list[tuple[str, str]] = []
        for kind, address in self._reached(look):
            found.append((kind, address))
            yield kind
        self.others.walked[self.account] = found

    def _reached(self, look: Callable[[Page, str], None]) -> Iterator[tuple[str, str]]:
        waiting = deque((urljoin(self.base, path), "the start") for path in START)
        seen: set[str] = set()
        while waiting:
            address, origin = waiting.popleft()
            if address in seen or self._walked_by_visitors(address) or self._enough(address):
                continue
            seen.add(address)
            kind = kind_of(address)
            status, text = self._ask(address)
            if status >= 400:
                self.dead.append(f"{status} {address} linked on {origin}")
            if status >= 400 or not text or self.drawn.get(kind, 0) >= DRAWN_OF_A_KIND:
                continue
            self.drawn[kind] = self.drawn.get(kind, 0) + 1
            found = self._draw(address, kind, look, text)
            yield kind, address
            waiting.extend((link, address) for link in self._ours(found) if link not in seen)

    def _draw(
        self, address: str, kind: str, look: Callable[[Page, str], None], text: str
    ) -> list[str]:
        """The links of a page; it is drawn and looked at unless others did so in this way."""
        if self.others.is_new(kind, self.way):
            self.others.add(kind, self.way)
            self.page.goto(address)
            look(self.page, kind)
            return self._links()
        leads = Leads()
        leads.feed(text)
        return [urljoin(address, link) for link in leads.found]

    def _walked_by_visitors(self, address: str) -> bool:
        kind = kind_of(address)
        return bool(self.account) and kind.startswith("public:") and kind not in PUBLIC_TO_ALL

    def _enough(self, address: str) -> bool:
        kind = kind_of(address)
        self.asked[kind] = self.asked.get(kind, 0) + 1
        return self.asked[kind] > ASKED_OF_A_KIND

    def _ask(self, address: str) -> tuple[int, str]:
        # A kept connection may end just when it is used again.
        answer = self.page.request.get(address, max_retries=2)
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        return answer.status, answer.text() if is_page else ""

    def _links(self) -> list[str]:
        found: list[str] = self.page.eval_on_selector_all(
            "a[href], form[method=get], form:not([method])",
            "all => all.map(one => one.href || one.action).filter(a => typeof a === 'string')",
        )
        return found

    def _ours(self, found: list[str]) -> list[str]:
        ours = (urldefrag(link)[0] for link in found if link.startswith(self.base))
        return [link for link in dict.fromkeys(ours) if not LEFT_ALONE.match(urlsplit(link).path)]
