"""Trying an indicator before a pack has it: paste it, mend it line by line, count it, copy it."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from citystage.engines.indicators.periods import EVER, Period
from citystage.engines.indicators.periods import period as period_of
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.tenancy.queries import city_coded
from citystage.kernel.refusals import NotFound
from citystage.kernel.texts import in_english
from citystage.stages.evaluation import figure_trying
from citystage.stages.evaluation.figure_settings import spans_of
from citystage.stages.evaluation.figure_terms import Indicator
from citystage.stages.evaluation.figure_trying import Fault, TooLong
from citystage.stages.evaluation.queries import evidence
from citystage.stages.evaluation.queries.evidence import Cut
from citystage.stages.evaluation.rules import may_try_formula
from citystage.stages.evaluation.sources import SOURCES, UNITS
from citystage.web.shell.components import Link
from citystage.web.shell.context import wear_city
from citystage.web.shell.fields import CleanText
from citystage.web.shell.pages import page, show
from citystage.web.steering.figures import shown
from citystage.web.steering.figures.places import Shown, records_of

_RECORDS: Final = 10
_LONGEST: Final = 6000
_HEADING: Final = "[[indicators]]"
EXAMPLE: Final = """[[indicators]]
code = "firms-that-try"
name = {zh = "参与试用的企业", en = "Firms that try"}
group = "landing"
meaning = {zh = "当期签订试用协议的企业，每家计一次。", en = "Firms that signed a trial."}
formula = "count units of trial_party"
unit = {zh = "家", en = "firms"}
"""


class TryForm(forms.Form):
    """A definition, and the period to count it for."""

    use_required_attribute = False

    definition = CleanText(
        label=gettext_lazy("Definition, as it stands in indicators.toml"),
        rows=14,
        max_length=_LONGEST,
        help_text=gettext_lazy("One [[indicators]] with its keys. Nothing of it is kept."),
    )
    period = forms.ChoiceField(label=gettext_lazy("Count it for"))

    def __init__(self, *args: Any, periods: list[Period], **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        self.periods = {one.word: one for one in periods}
        fields: dict[str, Any] = self.fields
        fields["period"].choices = [(one.word, shown.period_name(one)) for one in periods]
        fields["definition"].widget.attrs |= {"class": "font-mono", "spellcheck": "false"}


@require_http_methods(["GET", "HEAD", "POST"])
@page
def formula(request: HttpRequest, stamp: Stamp, city: str) -> HttpResponse:
    """``/steering/figures/<city>/try/formula/``."""
    found = _city(stamp, city)
    wear_city(request, found)
    sent = request.POST if request.method == "POST" else None
    form = TryForm(sent, periods=_periods(found, timezone.localdate(stamp.at).year))
    context: dict[str, Any] = {}
    status = 200
    if sent is not None:
        status = 422
        if form.is_valid():
            context = _read(stamp, found, form, sent.get("definition", ""))
            status = 422 if context.get("faults") or form.errors else 200
    context |= {
        "form": form,
        "city": found,
        "example": EXAMPLE,
        "sources": _sources(),
        "crumbs": [
            Link(label=_("City figures"), url=f"{reverse('steering:figures')}?city={found.code}"),
            Link(label=_("Try a formula")),
        ],
    }
    return show(request, "steering/figures/trying.html", context, status=status)


def _city(stamp: Stamp, code: str) -> Unit:
    found = city_coded(code)
    if found is None or not may_try_formula(stamp.actor, found):
        raise NotFound(_("There is no such city within your reach."))
    return found


def _periods(city: Unit, year: int) -> list[Period]:
    words = [str(year), str(year - 1), *(f"{year}Q{n}" for n in range(1, 5))]
    words += [*(span.word for span in spans_of(city)), EVER]
    return [one for one in map(period_of, words) if one]


def _read(stamp: Stamp, city: Unit, form: TryForm, typed: str) -> dict[str, Any]:
    """What is wrong with it line by line, or what it would count."""
    text = form.cleaned_data["definition"]
    written = figure_trying.read(text, city)
    if written.indicator is None:
        # Empty lines above it are cut off before it is read.
        above = typed[: len(typed) - len(typed.lstrip())].count("\n")
        faults = [Fault(one.line + above, one.key, one.reason) for one in written.faults]
        return {"faults": faults}
    indicator, period = written.indicator, form.periods[form.cleaned_data["period"]]
    if period.grain not in indicator.periods:
        words = _("This figure is kept for other periods only: %(periods)s.")
        form.add_error("period", words % {"periods": ", ".join(indicator.periods)})
        return {}
    copied = text if _HEADING in text else f"{_HEADING}\n{text}"
    told = {"indicator": indicator, "copied": copied, "period": shown.period_name(period)}
    try:
        return told | _counted(stamp, city, indicator, period)
    except TooLong as refusal:
        return told | {"too_long": str(refusal)}


def _counted(stamp: Stamp, city: Unit, indicator: Indicator, period: Period) -> dict[str, Any]:
    tried = figure_trying.tried(city, indicator, period, shown=_RECORDS)
    lines = evidence.lines(Cut(city=city, indicator=indicator, period=period), tried.leads)
    reached = records_of(stamp.actor, [one for line in lines for one in line.records])
    inside = evidence.seen_by(stamp.actor, city) is None
    more = None
    if tried.claimed is not None and tried.claimed != tried.value:
        more = shown.number(indicator, tried.claimed)
    return {
        "value": shown.number(indicator, tried.value),
        "unit": shown.unit(indicator, tried.value),
        "with_claims": more,
        "looked_at": tried.rows,
        "rows": [
            (line, _open([reached[one.pk] for one in line.records]))
            for line in lines
            if inside or line.lead.public
        ],
    }


def _open(records: Iterable[Shown]) -> list[Shown]:
    return [one for one in records if not one.hidden]


def _sources() -> list[tuple[str, str, str, str]]:
    """(code, what it is, what it counts, kinds) of everything a formula may name."""
    return [
        (
            one.code,
            one.name.en if in_english() else one.name.zh,
            UNITS[one.unit].en if in_english() else UNITS[one.unit].zh,
            ", ".join(one.kinds),
        )
        for one in SOURCES.values()
    ]
