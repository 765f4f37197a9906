"""The templates of a city's pack: what an officer begins a selection with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from citystage.foundation.tenancy.models import Unit
from citystage.foundation.tenancy.queries import setting_of
from citystage.kernel.texts import in_english
from citystage.stages.selection.terms import Terms

SETTING = "selection"


@dataclass(frozen=True, slots=True)
class Template:
    """One template as the pack has it."""

    told: Mapping[str, Any]

    @property
    def code(self) -> str:
        """Its name in the pack."""
        return str(self.told["code"])

    @property
    def kind(self) -> str:
        """What it selects: the kind of its call."""
        return str(self.told["kind"])

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return str(self.told["title"]["en" if in_english() else "zh"])

    @property
    def days(self) -> int:
        """From the first application to the end of the notice."""
        return sum(one["days"] for one in self.told["phases"])

    def terms(self, opens_at: datetime) -> Terms:
        """The terms with phases one after another from ``opens_at``."""
        phases, since = [], opens_at
        for one in self.told["phases"]:
            until = since + timedelta(days=one["days"])
            phases.append({"code": one["code"], "since": since, "until": until})
            since = until
        return Terms.model_validate({**self.told["terms"], "phases": phases})


def templates_of(city: Unit) -> list[Template]:
    """All templates of the city; none without a pack."""
    kept = setting_of(city.pk, SETTING)
    return [Template(one) for one in (kept.value["templates"] if kept else ())]
