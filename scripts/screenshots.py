"""The pictures of the README: the demonstration is started, looked at in a browser, stopped.

Needs Chromium (`CITYSTAGE_CHROMIUM` names another than the one on the PATH).
"""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from citystage.config import environment

CHECKOUT = Path(__file__).resolve().parent.parent
PICTURES = CHECKOUT / "docs" / "pictures"
LARGEST = 200_000  # bytes
START_SECONDS = 300
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
LANGUAGES = {"zh": "zh-hans", "en": "en"}
WIDTHS = {"": (1440, 900), "-phone": (390, 844)}
# Taken out of the pictures: they come after the page itself and change with every start.
HIDDEN = ".demo-note, kbd { display: none !important }"


@dataclass(frozen=True, slots=True)
class Picture:
    """One page to be taken: who looks at it, where it is, and what to press first."""

    name: str
    path: str
    account: str = ""
    open_first: str = ""


TAKEN = (
    Picture("home", "/"),
    Picture("scenarios", "/scenarios/"),
    Picture("scenario", "/scenarios/", open_first="main h3 a, main .card-title a"),
    Picture("list", "/lists/qingdao/demo-1/"),
    Picture("draft", "/company/file/", "demo-demand-owner", "main a[href$='/edit/']"),
    Picture("triage", "/bureau/triage/", "demo-city-officer", "[data-row] a[data-open]"),
    Picture("work", "/work/", "demo-district-officer"),
)


def main() -> int:
    chromium = environment.chromium()
    if not chromium:
        print("screenshots: no Chromium; install it or set CITYSTAGE_CHROMIUM", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with started() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        for picture in TAKEN:
            for language in LANGUAGES:
                for width in WIDTHS:
                    take(browser, address, picture, language, width)
        browser.close()
    return 0


@contextmanager
def started() -> Iterator[str]:
    """The demonstration on a free port, in a home of its own; or the one at CITYSTAGE_SITE."""
    if running := os.environ.get("CITYSTAGE_SITE"):
        yield running
        return
    with tempfile.TemporaryDirectory(prefix="citystage-pictures-") as home:
        address = f"http://127.0.0.1:{_free_port()}"
        plain = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "SECRET_KEY"}}
        ours = {"CITYSTAGE_DEMO": "1", "CITYSTAGE_HOME": home, "PORT": address.rpartition(":")[2]}
        command = [sys.executable, "-m", "citystage.config.cli", "up"]
        with subprocess.Popen(command, cwd=CHECKOUT, env=plain | ours) as process:
            try:
                _wait(process, address)
                yield address
            finally:
                process.send_signal(signal.SIGINT)


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()  # noqa: S310
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise RuntimeError("the site did not start")


def take(browser: Browser, address: str, picture: Picture, language: str, width: str) -> None:
    """One picture of the first screen of a page."""
    across, down = WIDTHS[width]
    context = browser.new_context(
        base_url=address,
        viewport={"width": across, "height": down},
        locale="zh-CN" if language == "zh" else "en-GB",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
        bypass_csp=True,
    )
    page = context.new_page()
    if picture.account:
        enter(page, picture.account)
    speak(context, address, language)
    page.goto(picture.path)
    if picture.open_first:
        page.goto(page.locator(picture.open_first).first.evaluate("link => link.href"))
    page.add_style_tag(content=HIDDEN)
    made = page.screenshot()
    save(made, PICTURES / f"{picture.name}-{language}{width}.png")
    context.close()


def speak(context: BrowserContext, address: str, language: str) -> None:
    context.add_cookies([{"name": "django_language", "value": LANGUAGES[language], "url": address}])


def enter(page: Page, account: str) -> None:
    """Sign in with one click of the demonstration, without drawing the page."""
    shown = page.request.get("/demo/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown.text())
    if token is None:
        raise RuntimeError("the demonstration offers no accounts")
    form = {"account": account, "csrfmiddlewaretoken": token[1], "next": "/accessibility/"}
    page.request.post("/demo/", form=form, headers={"referer": shown.url})


def save(made: bytes, path: Path) -> None:
    """Keep the picture; one that grew too large for a README is a mistake to be seen."""
    if len(made) > LARGEST:
        raise RuntimeError(f"{path.name} has {len(made)} bytes, more than {LARGEST}")
    path.write_bytes(made)
    print(f"{path.relative_to(CHECKOUT)}  {len(made) // 1024} kB")


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
