"""Processes that are started, watched and stopped."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil

from citystage.config.children import Children

SLEEP = (sys.executable, "-c", "import time; time.sleep(60)")
STUBBORN = (
    sys.executable,
    "-c",
    """
import signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
open(sys.argv[1], "w").close()
time.sleep(60)
""",
)
PARENT = """
import sys, time
from citystage.config.children import Children
children = Children()
children.start("one", sys.executable, "-c", "import time; time.sleep(60)")
print(children.by_name["one"].process.pid, flush=True)
time.sleep(60)
"""


def test_children_stop_with_the_block():
    with Children() as children:
        children.start("one", *SLEEP)
        process = children.by_name["one"].process

    assert process.poll() is not None


def test_children_that_do_not_listen_are_killed(tmp_path):
    ready = tmp_path / "ready"
    with Children(stop_seconds=0.2) as children:
        children.start("one", *STUBBORN, str(ready))
        while not ready.exists():
            time.sleep(0.01)

    assert children.by_name["one"].process.returncode == -9


def test_children_watch_brings_back_all_but_the_vital(tmp_path, capsys):
    runs = tmp_path / "runs"
    note = f"open({str(runs)!r}, 'a').write('x')"
    with Children() as children:
        children.start("jobs", sys.executable, "-c", note)
        children.start("web", sys.executable, "-c", "import time; time.sleep(3)", vital=True)

        children.watch()

    assert len(runs.read_text()) >= 2
    assert "jobs ended with status 0; starting again in 1 s" in capsys.readouterr().err


def test_children_end_when_their_parent_is_killed():
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdout=subprocess.PIPE, env=environment
    ) as parent:
        assert parent.stdout
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()

    _, alive = psutil.wait_procs([child], timeout=60)

    assert [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []


def test_children_watch_ends_when_a_stop_was_asked_though_its_interrupt_was_lost():
    with Children() as children:
        children.start("web", sys.executable, "-c", "import time; time.sleep(60)", vital=True)

        children.watch(lambda: True)

        assert children.alive("web")
