"""Days made for tests: small ones by hypothesis, and one by hand."""

from typing import Any

from hypothesis import strategies as st

from citystage.engines.scheduling.problem import Fixed, Person, Problem, Wish


def person(*available: int, **rest: Any) -> Person:
    return Person(frozenset(available), **rest)


@st.composite
def days(draw: st.DrawFn, most: int = 5, slots: int = 4) -> Problem:
    """A day with anything in it but contradictory arrangements."""
    count = draw(st.integers(1, slots))
    calendars = st.frozensets(st.integers(0, count - 1), max_size=count)
    people = st.lists(
        st.builds(
            Person,
            available=calendars,
            most=st.none() | st.integers(0, 4),
            kind=st.sampled_from(["", "bank"]),
            most_of=st.just(()) | st.just((("bank", 1),)),
        ),
        min_size=1,
        max_size=most,
    )
    left, right = draw(people), draw(people)
    pairs = [(one, other) for one in range(len(left)) for other in range(len(right))]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True))
    weights = st.integers(0, 9)
    wishes = [Wish(*pair, draw(weights)) for pair in chosen]
    problem = Problem(count, (draw(st.integers(0, 3)),), left, right, wishes)
    arranged = []
    if wishes and problem.tables:
        one = draw(st.sampled_from(wishes))
        both = (left[one.left], right[one.right])
        common = sorted(problem.common(one.left, one.right))
        if common and all(who.most != 0 and ("bank", 0) not in who.most_of for who in both):
            arranged = [Fixed(one.left, one.right, draw(st.sampled_from(common)))]
    seed = draw(st.integers(0, 3))
    return Problem(
        count, problem.rooms, left, right, wishes, arranged, seed=seed, fair_from=draw(fairness)
    )


fairness = st.sampled_from([None, 1, 2, 5])
