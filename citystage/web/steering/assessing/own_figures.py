"""What the assessed see of their figures beside the self-report: their own, with the way in."""

from dataclasses import dataclass

from django.urls import reverse

from citystage.foundation.access.stamps import Actor
from citystage.stages.evaluation.models import Subject
from citystage.stages.evaluation.queries.own_standing import Standing, own_standing
from citystage.stages.evaluation.yearly.reads import Read
from citystage.stages.selection.wording.lines import said
from citystage.web.shell.figures import figure_url
from citystage.web.steering.assessing.behind import counted_words
from citystage.web.steering.assessing.looks import name_of


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """One line of the panel."""

    name: str
    help: str
    read: Read
    url: str


def own_figures(actor: Actor, subject: Subject) -> list[OwnFigure]:
    """Every criterion that is a figure; others' figures are not among them."""
    return [_line(subject, one) for one in own_standing(actor, subject)]


def _line(subject: Subject, one: Standing) -> OwnFigure:
    measure = one.measure
    words = said(measure.help) if measure.help else ""
    if measure.counts:
        url = reverse("steering:assessed_behind", args=[subject.pk, measure.code])
        words = words or counted_words(measure)
    else:
        exercise = subject.exercise
        year = str(exercise.year)
        url = figure_url(exercise.city.code, measure.indicator, year, one.by, one.key)
    return OwnFigure(name_of(measure), words, one.read, url if one.opens else "")
