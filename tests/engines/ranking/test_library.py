"""The library is loaded where the server starts, without its drawings."""

import os
import subprocess
import sys

import pytest


def loaded_by(words):
    """Which of the heavy modules a process of its own has after these words."""
    asked = f"{words}; import sys; print({{'pymcdm', 'matplotlib'}} & set(sys.modules))"
    told = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, env=os.environ
    )
    return told.stdout.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("import citystage.engines.ranking.sensitivity", "set()"),
        (
            "from citystage.engines.ranking.library import library; library()",
            "{'pymcdm'}",
        ),
        ("import citystage.config.wsgi", "{'pymcdm'}"),
    ],
)
def test_only_the_server_and_a_ranking_load_it_and_never_its_drawings(words, found):
    assert loaded_by(words) == found
