"""The templates a city offers: as its pack has them, or as the city wrote them since."""

from collections.abc import Mapping
from dataclasses import dataclass

from citystage.foundation.tenancy.models import Unit
from citystage.stages.evaluation.criteria import (
    STEPS,
    Common,
    ExerciseTerms,
    Template,
    WrittenTemplate,
    YearlyTerms,
)
from citystage.stages.evaluation.models import TemplateVersion
from citystage.stages.evaluation.yearly.ruling import need_yearly_terms


@dataclass(frozen=True, slots=True)
class Offered:
    """A template with what all assessments of the city share; ``version`` None: of the pack."""

    template: Template
    common: Common
    weights: Mapping[str, str]
    version: TemplateVersion | None = None

    @property
    def number(self) -> int:
        """Of the version; 0 for the pack's."""
        return self.version.number if self.version else 0

    @property
    def terms(self) -> ExerciseTerms:
        """What an assessment rests on that begins by it now."""
        return ExerciseTerms(common=self.common, template=self.template, version=self.number)

    @property
    def written(self) -> WrittenTemplate:
        """As it would be written in the browser."""
        days = {name: getattr(self.common, name) for name in STEPS}
        return WrittenTemplate(template=self.template, weights=dict(self.weights), **days)


def templates_of(city: Unit) -> list[Offered]:
    """In the order of the pack. Raises ``NoYearlyTerms`` when it has none."""
    terms = need_yearly_terms(city)
    rows = TemplateVersion.objects.filter(city=city).order_by("code", "-number")
    latest = {one.code: one for one in rows.distinct("code").select_related("made_by")}
    return [_offered(terms, one, latest.get(one.code)) for one in terms.templates]


def versions_of(city: Unit, code: str) -> list[TemplateVersion]:
    """Every version of a template written in the browser, the latest first."""
    rows = TemplateVersion.objects.filter(city=city, code=code).select_related("made_by")
    return list(rows.order_by("-number"))


def _offered(terms: YearlyTerms, packed: Template, version: TemplateVersion | None) -> Offered:
    common = Common(**{name: getattr(terms, name) for name in Common.model_fields})
    if version is None:
        return Offered(packed, common, {one.code: "1" for one in packed.measures})
    written = version.read()
    own = written.weights or {one.code: "1" for one in written.template.measures}
    return Offered(written.template, common.model_copy(update=written.days), own, version)
