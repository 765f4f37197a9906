"""Filling a new database: once, and again when it must be."""

import pytest

from citystage.config import first_steps
from citystage.config.first_steps import FirstStepError

STEPS = (("load-city", "qingdao"), ("demo",))


@pytest.fixture
def taken(db, monkeypatch, tmp_path, settings) -> list[tuple[str, ...]]:
    monkeypatch.setenv("CITYSTAGE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(first_steps, "DEMONSTRATION", STEPS)
    settings.DEMO = True
    return []


def test_take_runs_each_step_once(taken):
    def run(step: tuple[str, ...]) -> int:
        taken.append(step)
        return 0

    said = [*first_steps.take(run), *first_steps.take(run)]

    assert said == ["load-city qingdao", "demo"]
    assert taken == list(STEPS)


def test_take_leaves_the_demonstration_out_elsewhere(taken, settings):
    settings.DEMO = False

    said = list(first_steps.take(lambda _step: 0))

    assert said == [" ".join(step) for step in first_steps.ALWAYS]


def test_take_begins_again_after_a_step_that_failed(taken):
    with pytest.raises(FirstStepError, match="load-city qingdao"):
        list(first_steps.take(lambda _step: 1))

    said = list(first_steps.take(lambda _step: 0))

    assert said == ["load-city qingdao", "demo"]


def test_take_keeps_what_the_steps_say_in_a_file(taken, tmp_path, capsys):
    def run(step: tuple[str, ...]) -> int:
        print(*step)  # noqa: T201
        return 0

    list(first_steps.take(run))

    assert capsys.readouterr().out == ""
    said = (tmp_path / "home" / "first_steps.log").read_text()
    assert said == "load-city qingdao\ndemo\n"
