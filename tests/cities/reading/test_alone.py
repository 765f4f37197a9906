"""Packs are read before Django is set up: what a pack says decides what a first start does."""

import os
import subprocess
import sys

from tests.journeys.serving import CHECKOUT


def test_packs_are_read_before_django_is_set_up():
    plain = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    words = "from citystage.cities.packs.reading import demonstration_packs as d; print(*d())"

    done = subprocess.run(
        [sys.executable, "-c", words],
        check=False,
        capture_output=True,
        text=True,
        cwd=CHECKOUT,
        env=plain,
    )

    assert (done.returncode, done.stdout) == (0, "qingdao chengdu\n"), done.stderr[-600:]
