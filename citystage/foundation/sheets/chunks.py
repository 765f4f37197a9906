"""Judge a chunk of entries: which are known already in this file, which are new, which change."""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _

from citystage.foundation.sheets.targets import Context, Entry, Outcome, Target

type Earlier = Callable[[Sequence[str]], Mapping[str, int]]
"""Keys to the row numbers at which earlier rows of the file have them."""


def weigh(entries: Sequence[Entry], *, target: Target, earlier: Earlier, context: Context) -> None:
    """Give every entry its outcome; ``earlier`` knows the rows of the same file before these."""
    undecided = [entry for entry in entries if entry.outcome is None]
    target.judge(undecided, context=context)
    met = dict(earlier([entry.key for entry in undecided if entry.outcome is None]))
    fresh: list[Entry] = []
    for entry in undecided:
        if entry.outcome is not None:
            continue
        first = met.setdefault(entry.key, entry.number)
        if first != entry.number:
            entry.decide(
                Outcome.DUPLICATE,
                _("The same entry stands in row %(row)d: “%(label)s”.")
                % {"row": first, "label": entry.label},
            )
        else:
            fresh.append(entry)
    target.plan(fresh, context=context)


def to_keep(entries: Sequence[Entry]) -> list[Entry]:
    """The entries that write something."""
    return [e for e in entries if e.outcome in {Outcome.IMPORTED, Outcome.UPDATED}]


def counts_of(entries: Sequence[Entry]) -> dict[str, int]:
    """How many entries have each outcome; all outcomes are named."""
    counts = dict.fromkeys(Outcome.values, 0)
    for entry in entries:
        if entry.outcome is None:
            raise ValueError(f"row {entry.number} is unaccounted for")
        counts[entry.outcome] += 1
    return counts


def added(first: Mapping[str, int], second: Mapping[str, int]) -> dict[str, int]:
    """The sum of two counts."""
    return {name: first.get(name, 0) + second.get(name, 0) for name in Outcome.values}
