"""Real people in a real browser on the real site: started and loaded once for all journeys."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys import browsing
from tests.journeys.browsing import Visit, Visitors, Watcher
from tests.journeys.serving import Site, served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with browsing.browser() as launched:
        yield launched


@pytest.fixture(scope="session")
def site(browser: Browser) -> Iterator[Site]:
    if address := os.environ.get("CITYSTAGE_SITE"):  # one that runs already, for quick looks
        yield Site(address, Path(), os.environ["DATABASE_URL"], os.environ["DATABASE_URL"])
        return
    with (
        tempfile.TemporaryDirectory(prefix="citystage-journeys-") as folder,
        served(Path(folder)) as running,
    ):
        yield running


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Visit]:
    """Opens windows; when the test is over, none of them may have met a fault."""
    visitors = Visitors(browser, site, Watcher(), [])
    yield visitors.visit
    visitors.close()
    assert visitors.watcher.faults == []
