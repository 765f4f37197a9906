"""What an owner settles when a scenario is opened for answers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from citystage.engines.text.folding import clean
from citystage.foundation.directory.models import Organisation
from citystage.kernel.refusals import Refusal

MOST_ESSENTIALS: Final = 20
_LINE: Final = 200
_SPLIT: Final = re.compile(r"\s*\n+\s*")
_BULLET: Final = re.compile(r"^(?:[-•·*]|\(?\d{1,2}[.)、．）]|[（(]\d{1,2}[）)])\s*")


class BadOpening(Refusal):
    """Something of the settings does not go; ``errors`` words it by field."""

    status = 422

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Settings:
    """Windows end half-open; essentials are yes/no questions in order."""

    opens_at: datetime
    closes_at: datetime
    questions_until: datetime
    essentials: Sequence[str]
    sealed: bool
    asks_price: bool
    eligible_kinds: Sequence[str] = ()
    note: str = ""

    def faults(self, now: datetime) -> dict[str, str]:
        """What does not go, by field."""
        found = {}
        if self.closes_at <= max(now, self.opens_at):
            found["closes_at"] = _("The window must end later than it begins, and later than now.")
        if self.questions_until > self.closes_at:
            found["questions_until"] = _("Questions end with the window at the latest.")
        if not self.essentials:
            found["essentials"] = _("Name at least one essential that is answered by yes or no.")
        if len(self.essentials) > MOST_ESSENTIALS:
            found["essentials"] = _("At most %d essentials.") % MOST_ESSENTIALS
        if any(len(one) > _LINE for one in self.essentials):
            found["essentials"] = _("One essential has at most %d characters.") % _LINE
        if set(self.eligible_kinds) - set(Organisation.Kind.values):
            found["eligible_kinds"] = _("There is no such kind of organisation.")
        return found

    def kept_essentials(self) -> list[dict[str, Any]]:
        """As the column keeps them: a key that stays, and the words."""
        return [{"key": f"e{n}", "text": text} for n, text in enumerate(self.essentials, start=1)]


def essentials_in(text: str) -> list[str]:
    """One on each line, without bullets and numbers, each once."""
    lines = [_BULLET.sub("", line).strip() for line in _SPLIT.split(clean(text[:20_000]))]
    return list(dict.fromkeys(line for line in lines if line))


def suggested(answers: Mapping[str, Any]) -> list[str]:
    """What the scenario itself asks of suppliers, as essentials to begin with."""
    for key in ("supplier_requirements", "acceptance", "goals"):
        text = str(answers.get(key) or "").replace("；", "\n").replace(";", "\n")
        if found := [one[:_LINE] for one in essentials_in(text)]:
            return found[:MOST_ESSENTIALS]
    return []
