"""The matrix: every value, both orders side by side, and other weights tried without being kept."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.engines.ranking.methods import Method, Order, entropy_weights
from citystage.engines.ranking.methods import Row as Place
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.fields import Field
from citystage.foundation.sheets.writing import Row
from citystage.stages.evaluation.criteria import Measure
from citystage.stages.evaluation.models import Exercise, Subject
from citystage.stages.evaluation.queries import exercises as queries
from citystage.stages.evaluation.queries.examiners import changes
from citystage.stages.evaluation.queries.matrix import (
    Cell,
    Matrix,
    matrix_of,
    weightings,
    weights_of,
)
from citystage.stages.evaluation.queries.year_figures import SPLIT
from citystage.stages.selection.marking import read
from citystage.web.shell import exports
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link
from citystage.web.shell.figures import figure_url
from citystage.web.shell.pages import page, show
from citystage.web.steering.assessing.looks import home, listed, name_of

METHODS: Final = (Method.WEIGHTED_SUM, Method.TOPSIS)
_MOST: Final = 1000


def tried(request: HttpRequest, exercise: Exercise) -> dict[str, str]:
    """Weights in the address, as written; empty when none are tried. They are never kept."""
    sent = {
        one.code: request.GET.get(f"w-{one.code}", "").strip()
        for one in exercise.read_terms().measures
    }
    numbers = {code: read(text) for code, text in sent.items()}
    good = all(number is not None and 0 <= number <= _MOST for number in numbers.values())
    return sent if good and any(numbers.values()) else {}


def weights_in_use(request: HttpRequest, exercise: Exercise) -> tuple[dict[str, float], bool]:
    """The weights of the page, and whether they are only tried."""
    if written := tried(request, exercise):
        return {code: float(text) for code, text in written.items()}, True
    return weights_of(weightings(exercise)[0]), False


@require_safe
@page
def matrix(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/steering/assessments/<pk>/matrix/``."""
    exercise = queries.reach_exercise(stamp.actor, pk)
    found = matrix_of(exercise)
    weighting = weightings(exercise)[0]
    kept, (weights, trying) = weights_of(weighting), weights_in_use(request, exercise)
    orders = {method: found.order(weights, method) for method in METHODS}
    method = exercise.read_terms().template.method
    former = found.order(kept, method) if trying else orders[Method(method)]
    entropy = entropy_weights(found.table())
    context = {
        "exercise": exercise,
        "measures": _columns(found, weights, kept, entropy),
        "lines": _lines(found, orders, former, method),
        "missing": [
            (one, listed(name_of(each) for each in found.measures if each.code in codes))
            for one in found.subjects
            if (codes := orders[Method.WEIGHTED_SUM].missing.get(str(one.pk)))
        ],
        "weighting": weighting,
        "trying": trying,
        "method": method,
        "changes": changes(exercise),
        "entropy": entropy is not None,
        "files": exports.offered(request, "steering:assessment_matrix_export", exercise.pk),
        "sensitivity": str(
            Address.of(request).at(reverse("steering:assessment_sensitivity", args=[pk]))
        ),
        "crumbs": crumbs(exercise, _("Matrix")),
    }
    return show(request, "steering/assessing/matrix.html", context)


def crumbs(exercise: Exercise, last: str) -> list[Link]:
    """To the assessment, and here."""
    here = reverse("steering:assessment", args=[exercise.pk])
    return [home(), Link(label=exercise.title, url=here), Link(label=last)]


def _columns(
    found: Matrix,
    weights: Mapping[str, float],
    kept: Mapping[str, float],
    entropy: Mapping[str, float] | None,
) -> list[dict[str, Any]]:
    whole, before = sum(weights.values()), sum(kept.values())
    return [
        {
            "code": one.code,
            "name": name_of(one),
            "kind": one.kind,
            "better": one.better,
            "high": one.high,
            "weight": f"{weights[one.code]:g}",
            "share": 100 * weights[one.code] / whole,
            "kept": 100 * kept[one.code] / before,
            "entropy": None if entropy is None else 100 * entropy[one.code],
        }
        for one in found.measures
    ]


def _lines(
    found: Matrix, orders: Mapping[Method, Order], former: Order, method: str
) -> list[dict[str, Any]]:
    """Rows in the order of the assessment's own method, those without a place last."""
    rows = {way: _by_subject(order) for way, order in orders.items()}
    own, before = rows[Method(method)], _by_subject(former)
    lines = []
    for one in found.subjects:
        key = str(one.pk)
        place, was = _place(own, key), _place(before, key)
        lines.append(
            {
                "subject": one,
                "cells": [(cell, opens(one, measure, cell)) for measure, cell in found.row(one)],
                "place": place,
                "moved": (was - place) if place and was else 0,
                "by": abs(was - place) if place and was else 0,
                "marks": [(way, _score(rows[way], key), _place(rows[way], key)) for way in METHODS],
            }
        )
    lines.sort(key=lambda line: (line["place"] is None, line["place"] or 0))
    return lines


def _by_subject(order: Order) -> dict[str, Place]:
    return {row.subject: row for row in order.rows}


def _place(rows: Mapping[str, Place], key: str) -> int | None:
    return rows[key].place if key in rows else None


def _score(rows: Mapping[str, Place], key: str) -> float | None:
    return rows[key].score * 100 if key in rows else None


def opens(subject: Subject, measure: Measure, cell: Cell) -> str:
    """Where the records behind a figure are listed; nothing behind a mark."""
    if measure.counts and cell.value is not None:
        place = [subject.exercise_id, subject.pk, measure.code]
        return reverse("steering:assessment_behind", args=place)
    by = SPLIT.get(Exercise.Kind(subject.exercise.kind))
    if measure.kind != "figure" or by is None or subject.unit is None or cell.value is None:
        return ""
    exercise = subject.exercise
    return figure_url(
        exercise.city.code, measure.indicator, str(exercise.year), by, subject.unit.code
    )


@require_safe
@page
def export(request: HttpRequest, stamp: Stamp, pk: int, kind: str) -> HttpResponse:
    """The matrix as one sees it, with the tried weights where there are any."""
    exercise = queries.reach_exercise(stamp.actor, pk)
    found = matrix_of(exercise)
    weights, _trying = weights_in_use(request, exercise)
    names = [Field(code=f"m_{one.code}", zh=one.name.zh, en=one.name.en) for one in found.measures]
    columns = (
        Field(code="name", zh="被评估单位", en="Assessed"),
        *names,
        Field(code="weighted_sum", zh="加权求和总分", en="Weighted sum"),
        Field(code="weighted_sum_place", zh="加权求和名次", en="Place by weighted sum"),
        Field(code="topsis", zh="TOPSIS 贴近度", en="TOPSIS"),
        Field(code="topsis_place", zh="TOPSIS 名次", en="Place by TOPSIS"),
    )
    return exports.as_file("assessment", kind, columns, _rows(found, weights))


def _rows(found: Matrix, weights: Mapping[str, float]) -> Iterator[Row]:
    orders = {method: _by_subject(found.order(weights, method)) for method in METHODS}
    for one in found.subjects:
        key = str(one.pk)
        row: Row = {"name": one.label}
        for measure, cell in found.row(one):
            row[f"m_{measure.code}"] = "" if cell.value is None else f"{cell.value:g}"
        for method, rows in orders.items():
            if line := rows.get(key):
                row[str(method)] = f"{line.score * 100:.2f}"
                row[f"{method}_place"] = str(line.place)
        yield row
