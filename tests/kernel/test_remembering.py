"""What is remembered for a few seconds: asked once, shared, forgotten in time or at a word."""

from citystage.kernel import remembering
from citystage.kernel.remembering import FRESH_SECONDS, forget_everything, remembered, spell


def counting():
    asked = []

    @remembered
    def ask(one: int, *, other: int = 0) -> int:
        asked.append((one, other))
        return one + other

    return ask, asked


def test_the_same_question_is_asked_once():
    ask, asked = counting()

    assert [ask(1), ask(1), ask(1, other=2), ask(1, other=2), ask(2)] == [1, 1, 3, 3, 2]
    assert asked == [(1, 0), (1, 2), (2, 0)]


def test_it_is_asked_anew_when_time_has_passed(monkeypatch):
    ask, asked = counting()
    ask(1)
    monkeypatch.setattr(remembering, "clock", lambda: FRESH_SECONDS - 0.1)
    ask(1)
    before = list(asked)
    monkeypatch.setattr(remembering, "clock", lambda: FRESH_SECONDS)
    ask(1)

    assert (before, asked) == ([(1, 0)], [(1, 0), (1, 0)])


def test_a_spell_lasts_as_long_as_it_is_told(monkeypatch):
    spells = []
    for now in (0.0, 59.9, 60.0, 119.9, 120.0):
        monkeypatch.setattr(remembering, "clock", lambda now=now: now)
        spells.append(spell(60))

    assert spells == [0, 0, 1, 1, 2]


def test_forgetting_asks_anew():
    ask, asked = counting()
    ask(1)
    forget_everything()
    ask(1)

    assert asked == [(1, 0), (1, 0)]


def test_memory_does_not_grow_without_end():
    ask, asked = counting()
    for number in range(1001):
        ask(number)
    ask(0)

    assert asked[-1] == (0, 0)
