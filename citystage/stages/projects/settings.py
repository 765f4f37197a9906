"""The terms of projects that a city has now, and what stands where its pack says nothing."""

from typing import Final

from citystage.foundation.tenancy.models import Unit
from citystage.foundation.tenancy.queries import setting_of
from citystage.stages.projects.states.projects import Side
from citystage.stages.projects.terms import Asked, Certificate, ProjectTerms, Reporting
from citystage.stages.selection.terms import Words

# Where a city's pack says nothing.
_PLAIN: Final = ProjectTerms(
    reporting=Reporting(
        questions=(
            Asked(
                code="done",
                name=Words(zh="本期完成情况", en="What was done in this period"),
            ),
        )
    ),
    certificate=Certificate(
        label=Words(zh="首试首用证明", en="Certificate of first use"),
        numbering="SY-{year}-{number:04d}",
    ),
    basis=Words(zh="系统默认设置", en="Defaults of the system"),
)


def terms_of(city: Unit | int) -> ProjectTerms:
    """The city's own terms, as its pack has them now."""
    kept = setting_of(city.pk if isinstance(city, Unit) else city, "projects")
    return ProjectTerms.model_validate(kept.value) if kept else _PLAIN


def signing_sides(city: Unit | int) -> tuple[Side, ...]:
    """Who signs an acceptance here."""
    return tuple(Side(one) for one in terms_of(city).accepts)
