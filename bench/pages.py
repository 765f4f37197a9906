"""Page times: server time and queries of each main page at 1k, 10k and 100k scenarios and 1M facts.

Each page is asked 60 times, with other filters, words and numbers each time; the time is that of
the whole request inside the server process (middleware, view, template), without gzip and network.
Prints a JSON line for each page and size: p50, p95, the most queries, and kilobytes of HTML (gzip).
The index process runs beside, as in `citystage up`. `--quick` leaves the largest size out,
`--only-largest` the others.
"""

import contextlib
import gzip
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from _city import FIELDS, PLACES, WORDS
from _database import fresh

if TYPE_CHECKING:
    from django.test import Client

ASKED = 60
dice = random.Random(7)


def public_pages() -> dict[str, Callable[[int], str]]:
    from citystage.stages.catalogue.models import Scenario

    numbers = list(Scenario.objects.order_by("pk").values_list("number", flat=True)[:2000])
    facets = list(itertools.product(range(len(FIELDS)), range(10)))
    dice.shuffle(facets)
    return {
        "home": lambda _n: "/",
        "scenarios": lambda n: f"/scenarios/?page={n % 5 + 1}",
        "scenarios_filtered": lambda n: "/scenarios/?field=f{}&district=d{}".format(*facets[n]),
        "scenarios_words": lambda n: f"/scenarios/?q={WORDS[n % len(WORDS)]}",
        "scenario": lambda n: f"/scenarios/{numbers[n * 17 % len(numbers)]}/",
        "search_word": lambda n: f"/search?q={WORDS[n % len(WORDS)]}",
        "search_two_words": lambda n: (
            f"/search?q={WORDS[n % len(WORDS)]} {PLACES[n % len(PLACES)]}"
        ),
        "search_initials": lambda _n: "/search?q=slqw",
    }


def officer_pages() -> dict[str, Callable[[int], str]]:
    return {"work": lambda _n: "/work/", "triage": lambda _n: "/bureau/triage/"}


def sign_in(username: str) -> "Client":
    """A client with the session of a person, made as the sign-in page would leave it."""
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore
    from django.test import Client

    from citystage.foundation.access.models import User

    person = User.objects.get(username=username)
    session = SessionStore()
    session["_auth_user_id"] = str(person.pk)
    session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    session["_auth_user_hash"] = person.get_session_auth_hash()
    session.save()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def measure(client: "Client", page: str, address: Callable[[int], str], size: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    taken, most, heaviest = [], 0, 0
    client.get(address(0))
    for n in range(ASKED):
        begun = time.perf_counter()
        answer = client.get(address(n))
        taken.append(time.perf_counter() - begun)
        if answer.status_code != 200:
            raise SystemExit(f"{address(n)}: {answer.status_code}")
        heaviest = max(heaviest, len(gzip.compress(answer.content, 6)))
    for n in range(5):
        with CaptureQueriesContext(connection) as queries:
            client.get(address(n + ASKED // 2))
        most = max(most, len(queries))
    taken.sort()
    figures = {
        "bench": "pages",
        "page": page,
        "scenarios": size,
        "p50_ms": round(taken[len(taken) // 2] * 1000, 1),
        "p95_ms": round(taken[int(len(taken) * 0.95)] * 1000, 1),
        "queries": most,
        "html_kb_gzip": round(heaviest / 1024, 1),
    }
    print(json.dumps(figures), flush=True)


def await_index(size: int) -> None:
    """Until the index process has taken every document and built its fast structures."""
    from citystage.foundation.index.asking import searcher
    from citystage.foundation.index.away import IndexAway

    begun = time.perf_counter()
    standing: dict[str, object] = {}
    while standing.get("documents") != size or not _settled(standing):
        time.sleep(2)
        with contextlib.suppress(IndexAway):
            standing = searcher().status()
    seconds = round(time.perf_counter() - begun, 1)
    print(json.dumps({"bench": "pages", "index_took_s": seconds, "scenarios": size}), flush=True)
    print(json.dumps({"index": standing}, default=str), file=sys.stderr, flush=True)


def _settled(standing: dict[str, object]) -> bool:
    """Whether it is in step, and what is not built in yet is too little to be worth building."""
    waiting, documents = int(str(standing["waiting"])), int(str(standing["documents"]))
    # As config/indexing.py.
    rest = max(5_000, documents // 10)
    return not standing.get("lag") and not standing.get("building") and waiting <= rest


@contextlib.contextmanager
def index_process() -> Iterator[None]:
    """The index as `citystage up` starts it, on a home of its own."""
    with tempfile.TemporaryDirectory(prefix="bench-") as home:
        from django.conf import settings

        settings.HOME = home
        indexer = [sys.executable, "-m", "citystage.config.indexer"]
        with subprocess.Popen(indexer, env=os.environ | {"CITYSTAGE_HOME": home}) as running:
            try:
                yield
            finally:
                running.terminate()


def main() -> None:
    sizes = [1_000, 10_000] if "--quick" in sys.argv else [1_000, 10_000, 100_000]
    if "--only-largest" in sys.argv:
        sizes = [100_000]
    with fresh("bench_pages"):
        from _city import grow, plan
        from django.conf import settings
        from django.test import Client

        settings.ALLOWED_HOSTS = ["testserver"]
        plan()
        with index_process():
            for size in sizes:
                grow(to=size, entries=1_000_000 if size == 100_000 else size * 10)
                await_index(size)
                officer = sign_in("city_officer")
                for page, address in public_pages().items():
                    measure(Client(), page, address, size)
                for page, address in officer_pages().items():
                    measure(officer, page, address, size)


if __name__ == "__main__":
    main()
