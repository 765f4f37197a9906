"""Walks every link of the pages somebody can reach, one page for each kind."""

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

START = ("/", "/work/")
# Signs out, or leads out of the site by itself.
LEFT_ALONE = re.compile(r"^/account/logout/|^/healthz|^/readyz")
# Of one kind of page so many are opened: with and without content, of one's own and of others.
DRAWN_OF_A_KIND = 1
ASKED_OF_A_KIND = 3
# Of the public pages those that look different to who has signed in; a visitor walks all of them.
PUBLIC_TO_ALL = {"public:home", "public:scenario", "public:list", "public:organisation"}


def kind_of(address: str) -> str:
    """The name of the page behind an address; the address itself where nothing answers."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return address


@dataclass(slots=True)
class Crawl:
    """What was reached from the start, each with the page that led there."""

    page: Page
    base: str
    visitor: bool
    asked: dict[str, int] = field(default_factory=dict)
    drawn: dict[str, int] = field(default_factory=dict)
    dead: list[str] = field(default_factory=list)

    def walk(self, look: Callable[[Page, str], None]) -> Iterator[str]:
        """Draw one page of each kind and ask for the links on it; ``look`` is shown every page."""
        waiting = deque((urljoin(self.base, path), "the start") for path in START)
        seen: set[str] = set()
        while waiting:
            address, origin = waiting.popleft()
            if address in seen or self._walked_by_visitors(address) or self._enough(address):
                continue
            seen.add(address)
            kind = kind_of(address)
            status, is_page = self._ask(address)
            if status >= 400:
                self.dead.append(f"{status} {address} linked on {origin}")
            if status >= 400 or not is_page or self.drawn.get(kind, 0) >= DRAWN_OF_A_KIND:
                continue
            self.drawn[kind] = self.drawn.get(kind, 0) + 1
            self.page.goto(address)
            look(self.page, kind)
            yield kind
            waiting.extend((link, address) for link in self._links() if link not in seen)

    def _walked_by_visitors(self, address: str) -> bool:
        kind = kind_of(address)
        return not self.visitor and kind.startswith("public:") and kind not in PUBLIC_TO_ALL

    def _enough(self, address: str) -> bool:
        kind = kind_of(address)
        self.asked[kind] = self.asked.get(kind, 0) + 1
        return self.asked[kind] > ASKED_OF_A_KIND

    def _ask(self, address: str) -> tuple[int, bool]:
        answer = self.page.request.get(address)
        return answer.status, answer.headers.get("content-type", "").startswith("text/html")

    def _links(self) -> list[str]:
        found: list[str] = self.page.eval_on_selector_all(
            "a[href], form[method=get], form:not([method])",
            "all => all.map(one => one.href || one.action).filter(a => typeof a === 'string')",
        )
        ours = (urldefrag(link)[0] for link in found if link.startswith(self.base))
        return [link for link in dict.fromkeys(ours) if not LEFT_ALONE.match(urlsplit(link).path)]
