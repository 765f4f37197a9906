"""Two versions of the terms side by side, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass

from citystage.stages.selection.wording.lines import Label, Line, Section


@dataclass(frozen=True, slots=True)
class Changed:
    """One line that is not the same: either side may be missing."""

    section: Label
    label: Label
    before: Line | None
    after: Line | None


def differences(before: Sequence[Section], after: Sequence[Section]) -> list[Changed]:
    """What differs, in the order of the sections."""
    found = []
    for old, new in zip(before, after, strict=True):
        was = {line.key: line for line in old.lines}
        now = {line.key: line for line in new.lines}
        for key in dict.fromkeys([*was, *now]):
            one, two = was.get(key), now.get(key)
            if one != two:
                label = (two or one or new.lines[0]).label
                found.append(Changed(new.title, label, one, two))
    return found
