"""What is wrong with a pack: file, line, key and reason, all of them at once."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citystage.kernel.refusals import Refusal


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault, at the place where the writer of the pack can mend it."""

    file: str
    line: int
    key: str
    reason: str

    def __str__(self) -> str:
        if not self.key:
            return _("%(file)s, line %(line)d: %(reason)s") % {
                "file": self.file,
                "line": self.line,
                "reason": self.reason,
            }
        return _("%(file)s, line %(line)d, %(key)s: %(reason)s") % {
            "file": self.file,
            "line": self.line,
            "key": self.key,
            "reason": self.reason,
        }


class BrokenPack(Refusal):
    """The pack cannot be used as it is; every fault found is listed."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        heading = ngettext(
            "The city pack has %d fault:", "The city pack has %d faults:", len(self.problems)
        ) % len(self.problems)
        super().__init__("\n".join([heading, *(f"  {problem}" for problem in self.problems)]))


def twice(value: str, line: int) -> str:
    """The same code given a second time."""
    return _("“%(value)s” is given twice; it stands on line %(line)d already.") % {
        "value": value,
        "line": line,
    }


def late(value: str) -> str:
    """A parent that is given after its child, or is the child itself."""
    return _("“%s” must stand above the entries under it.") % value
