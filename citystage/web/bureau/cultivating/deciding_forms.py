"""What waits for the office at one lab, each with its form: skips, renewals, second looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.kernel.working_days import months_after
from citystage.stages.catalogue.recognising import next_term
from citystage.stages.evaluation.models import Assessment, Renewal, Report
from citystage.stages.evaluation.queries.page import Followed
from citystage.stages.evaluation.ruling import recognition_of, terms_of
from citystage.web.shell.days import Day
from citystage.web.shell.labs.forms import Plain, ReasonForm, lines


class OutcomeForm(Plain):
    """Keep, improve by a day, or withdraw, with the reason."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=Assessment.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose an outcome.")},
    )
    improve_by = Day(
        label=gettext_lazy("To improve by (last day)"),
        required=False,
        help_text=gettext_lazy("Only where improvement is asked."),
    )
    reason = lines(
        gettext_lazy("Reason"), rows=3, help_text=gettext_lazy("The lab reads it in its letter.")
    )

    def clean(self) -> dict[str, Any]:
        """An improvement needs its day; other outcomes have none."""
        said = super().clean() or self.cleaned_data
        if said.get("outcome") == Assessment.Outcome.IMPROVE and not said.get("improve_by"):
            if "improve_by" not in self.errors:
                self.add_error("improve_by", _("Say by which day the lab has to improve."))
        elif said.get("outcome") != Assessment.Outcome.IMPROVE:
            said["improve_by"] = None
        return said


class GrantForm(Plain):
    """Until when it counts anew."""

    until = Day(label=gettext_lazy("Valid until (this day excluded)"))
    reason = lines(gettext_lazy("Reason"), required=False, rows=2)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One decision: what it is about and the forms that answer it."""

    kind: str
    about: Report | Renewal | Assessment
    form: forms.Form
    other: forms.Form | None = None
    over: bool = False


def decisions_of(found: Followed, at: datetime, sent: Mapping[str, forms.Form]) -> list[Waiting]:
    """Everything at this lab that waits for the office."""
    return [
        *_skips(found, sent),
        *_renewals(found, at, sent),
        *_looks(found, at, sent),
    ]


def _skips(found: Followed, sent: Mapping[str, forms.Form]) -> list[Waiting]:
    return [
        Waiting(
            "skip", one, sent.get(f"skip-{one.pk}") or ReasonForm(auto_id=f"id_skip{one.pk}_%s")
        )
        for one in found.reports
        if one.state == "skip_asked"
    ]


def _renewals(found: Followed, at: datetime, sent: Mapping[str, forms.Form]) -> list[Waiting]:
    waiting = []
    for one in found.renewals:
        if one.state != "asked":
            continue
        key = f"id_grant{one.pk}_%s"
        grant = sent.get(f"grant-{one.pk}")
        grant = grant or GrantForm(auto_id=key, initial={"until": proposed_end(one, at)})
        refuse = sent.get(f"refuse-{one.pk}") or ReasonForm(auto_id=f"id_refuse{one.pk}_%s")
        waiting.append(Waiting("renewal", one, grant, refuse))
    return waiting


def proposed_end(renewal: Renewal, at: datetime) -> date | None:
    """The end of the new term by the terms of its selection, else of the city."""
    recognition, terms = recognition_of(renewal.label), terms_of(renewal.label.city_id)
    months = recognition.term_months if recognition else None
    months = months or (terms.renewing.term_months if terms else None)
    return months_after(next_term(renewal.label, at=at), months) if months else None


def _looks(found: Followed, at: datetime, sent: Mapping[str, forms.Form]) -> list[Waiting]:
    waiting = []
    for one in found.assessments:
        over = one.improve_until is not None and at >= one.improve_until
        if one.state == "proved" or (one.state == "improving" and over):
            form = sent.get(f"look-{one.pk}") or OutcomeForm(
                auto_id=f"id_look{one.pk}_%s", initial={"improve_by": proposed_day(one, at)}
            )
            waiting.append(Waiting("look", one, form, over=one.state == "improving"))
    return waiting


def proposed_day(assessment: Assessment, at: datetime) -> date:
    """The day the terms suggest for an improvement."""
    days = assessment.round.read_terms().improve_days
    return timezone.localdate(at) + timedelta(days=days)
