"""Steps of a person by requests: the form of a page filled and sent as a browser sends it.

For the many like steps of a long walk, in which a browser shows nothing new. Whatever stands in the
form goes along (the version looked at, the one-time key, boxes ticked, choices made).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import quote_plus, urljoin, urlsplit

from playwright.sync_api import APIResponse, Page

type Value = str | list[str]


@dataclass(slots=True)
class Form:
    """A form as the page drew it: where it goes, and what it would send."""

    action: str
    sent: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    """The forms of a page, with what each would send if nobody touched it."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._text = ""
        self._choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(told.get("action", ""))
            if told.get("method", "").lower() == "post":
                self.forms.append(self._open)
        name = told.get("name", "")
        if self._open is None:
            return
        if tag == "input" and name:
            self._input(name, told)
        elif tag == "textarea":
            self._text = name
            self._open.sent.setdefault(name, [""])
        elif tag == "select":
            self._choice = name
        elif tag == "option" and self._choice:
            value = told.get("value", "")
            if "selected" in told or self._choice not in self._open.sent:
                self._open.sent[self._choice] = [value]

    def _input(self, name: str, told: Mapping[str, str]) -> None:
        assert self._open is not None
        kind = told.get("type", "text")
        if kind in {"submit", "button", "file"}:
            return
        if kind in {"checkbox", "radio"} and "checked" not in told:
            return
        value = told.get("value", "on" if kind == "checkbox" else "")
        self._open.sent.setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if self._open is not None and self._text:
            self._open.sent[self._text][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = ""
        elif tag == "select":
            self._choice = ""
        elif tag == "form":
            self._open = None


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody who is signed in, at work without looking."""

    page: Page

    def read(self, address: str) -> str:
        """What the page says; it must be there."""
        answer = self.page.request.get(address)
        assert answer.ok, (answer.status, address)
        return answer.text()

    def status(self, address: str) -> int:
        """With which status the page answers."""
        return self.page.request.get(address).status

    def send(self, address: str, action: str = "", said: Mapping[str, Value] | None = None) -> str:
        """Fill in the form of this page that goes to ``action`` (its end), and send it."""
        shown = self.page.request.get(address)
        assert shown.ok, (shown.status, address)
        form = _found(shown, action)
        values = form.sent | {
            name: one if isinstance(one, list) else [one] for name, one in (said or {}).items()
        }
        body = "&".join(
            f"{quote_plus(name)}={quote_plus(one)}"
            for name, several in values.items()
            for one in several
        )
        answer = self.page.request.post(
            urljoin(shown.url, form.action or shown.url),
            data=body,
            headers={
                "content-type": "application/x-www-form-urlencoded",
                "referer": shown.url,
            },
        )
        assert answer.ok, (answer.status, action, _errors(answer))
        return answer.text()


def _found(shown: APIResponse, action: str) -> Form:
    reader = _Reader()
    reader.feed(shown.text())
    here = urlsplit(shown.url).path
    found = [
        one
        for one in reader.forms
        if (one.action.endswith(action) if action else one.action in {"", here})
    ]
    assert found, (shown.url, action, [one.action for one in reader.forms])
    return found[0]


def _errors(answer: APIResponse) -> list[str]:
    """What the page says is wrong, for whoever reads the failed test."""
    text = re.sub(r"<[^>]+>", " ", answer.text())
    return re.findall(r"\S.{0,200}", text)[:60] if answer.status >= 400 else []
