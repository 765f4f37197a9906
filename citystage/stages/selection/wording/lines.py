"""Terms as sections of labelled lines, each with a key by which versions are compared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citystage.kernel.texts import in_english
from citystage.stages.selection.kinds import RECOGNITIONS, conflict_kinds
from citystage.stages.selection.models import Expert, Objection
from citystage.stages.selection.phases import NAMES
from citystage.stages.selection.terms import Criterion, PartName, Terms, Words

type Label = str | Promise


@dataclass(frozen=True, slots=True)
class Line:
    """One statement; a window has its two moments instead of words."""

    key: str
    label: Label
    value: str = ""
    since: datetime | None = None
    until: datetime | None = None
    # What each value means, or more on it.
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the terms; ``stated`` is what a public source says of it."""

    code: PartName
    title: Label
    lines: tuple[Line, ...]
    stated: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """What codes are called: fields and districts of the city."""

    fields: Mapping[str, str]
    districts: Mapping[str, str]


def said(words: Words | None) -> str:
    """Words in the reader's language, or in the other when that one is missing."""
    if words is None:
        return ""
    return (words.en or words.zh) if in_english() else (words.zh or words.en)


def in_words(terms: Terms, names: Names) -> list[Section]:
    """Every part of the terms, in the order in which they matter to an applicant."""
    stated = {one.part: said(one.words) for one in terms.stated}
    parts: tuple[tuple[PartName, Label, Iterator[Line]], ...] = (
        ("phases", _("Timetable"), _phases(terms)),
        ("checks", _("Formal check"), _checks(terms)),
        ("panel", _("Panel of experts"), _panel(terms)),
        ("scoring", _("Scoring"), _scoring(terms)),
        ("conflicts", _("Conflicts of interest"), _conflicts(terms)),
        ("diligence", _("Due diligence"), _diligence(terms)),
        ("places", _("Places"), _places(terms, names)),
        ("deciding", _("Collective decision"), _deciding(terms)),
        ("notice", _("Public notice and objections"), _notice(terms)),
        ("recognition", _("Recognition"), _recognition(terms)),
    )
    return [
        Section(code, title, tuple(lines), stated.get(code, "")) for code, title, lines in parts
    ]


def _phases(terms: Terms) -> Iterator[Line]:
    for one in terms.phases:
        yield Line(f"phases.{one.code}", NAMES[one.code], since=one.since, until=one.until)


def _checks(terms: Terms) -> Iterator[Line]:
    for one in terms.checks:
        value = _("may be corrected once") if one.correctable else _("cannot be corrected")
        yield Line(f"checks.{one.code}", said(one.name), value)
    hours = terms.correction_hours
    words = ngettext("%d hour, one return", "%d hours, one return", hours) % hours
    yield Line("correction_hours", _("Time for corrections"), words)


def _panel(terms: Terms) -> Iterator[Line]:
    panel, kinds = terms.panel, dict(Expert.Kind.choices)
    yield Line("panel.seats", _("Experts for each candidacy"), str(panel.seats))
    for bench in panel.benches:
        value = _("at least %d") % bench.least
        yield Line(f"panel.benches.{bench.kind}", kinds[bench.kind], value)
    loads = _("%(least)d to %(most)d") % {"least": panel.min_load, "most": panel.max_load}
    yield Line("panel.load", _("Candidacies for each expert"), loads)
    yield Line("panel.alternates", _("Alternates for each candidacy"), str(panel.alternates))
    drawn = (
        _("by fit alone")
        if panel.pair_cap >= 1
        else _("drawn: no expert is given a candidacy with more than %d%% chance")
        % round(100 * panel.pair_cap)
    )
    yield Line("panel.pair_cap", _("How experts are assigned"), drawn)
    months = terms.expert_entry_months
    fresh = ngettext("no older than %d month", "no older than %d months", months) % months
    yield Line("expert_entry_months", _("Entries of experts"), fresh)


def _scoring(terms: Terms) -> Iterator[Line]:
    scoring = terms.scoring
    whole = sum(one.weight for one in scoring.criteria)
    for one in scoring.criteria:
        share = _("%(share)s%% of the whole") % {"share": number(100 * one.weight / whole)}
        yield Line(
            f"scoring.criteria.{one.code}", said(one.name), share, more=tuple(_criterion(one))
        )
    blind = _("yes: experts see neither names nor contacts") if scoring.blind else _("no")
    yield Line("scoring.blind", _("Blind"), blind)
    drop = (
        _("the highest and the lowest mark are left out")
        if scoring.drop_extremes
        else _("all marks count")
    )
    yield Line("scoring.drop_extremes", _("Marks that count"), drop)
    order = (
        _("calibrated for strict and lenient experts; the raw order stands beside it")
        if scoring.order == "calibrated"
        else _("raw; the calibrated order stands beside it")
    )
    yield Line("scoring.order", _("Order that decides"), order)
    sample = _("from %(sheets)d sheets an expert and %(cases)d candidacies")
    counts = {"sheets": scoring.least_sheets, "cases": scoring.least_candidacies}
    yield Line("scoring.sample", _("Calibration is used"), sample % counts)
    yield Line("scoring.minimum_total", _("Least total, of 100"), number(scoring.minimum_total))
    yield Line(
        "scoring.disagreement", _("Spread shown as disagreement"), number(scoring.disagreement)
    )
    together = _("yes, under a chair; single marks are kept") if scoring.consensus else _("no")
    yield Line("scoring.consensus", _("Consensus of the panel"), together)


def _criterion(one: Criterion) -> Iterator[str]:
    if one.help:
        yield said(one.help)
    scale = {"low": number(one.low), "high": number(one.high), "step": number(one.step)}
    yield _("Scale %(low)s to %(high)s in steps of %(step)s.") % scale
    for anchor in one.anchors:
        yield _("%(value)s: %(words)s") % {
            "value": number(anchor.value),
            "words": said(anchor.words),
        }
    if one.minimum is not None:
        yield _("A mean below %s keeps the candidacy out.") % number(one.minimum)
    if one.explain_below is not None:
        yield _("A mark below %s must be explained.") % number(one.explain_below)


def _conflicts(terms: Terms) -> Iterator[Line]:
    rules, kinds = terms.conflicts, conflict_kinds()
    for code in rules.bars:
        yield Line(f"conflicts.{code}", kinds[code], _("keeps the expert away"))
    for code in rules.declared:
        yield Line(f"conflicts.{code}", kinds[code], _("is declared and stands on record"))
    years = ngettext("%d year back", "%d years back", rules.years_back) % rules.years_back
    yield Line("conflicts.years_back", _("Past relations count"), years)
    over = (
        _("keep the expert away at once")
        if rules.transitive == "bar"
        else _("are flagged, an officer judges")
    )
    yield Line("conflicts.transitive", _("Relations over a third party"), over)
    may = _("yes") if rules.claims_by_applicants else _("no")
    yield Line("conflicts.claims", _("Applicants may name experts who should not judge"), may)


def _diligence(terms: Terms) -> Iterator[Line]:
    told = terms.diligence
    if not told.wanted:
        yield Line("diligence.wanted", _("Due diligence"), _("no"))
        return
    days = ngettext("%d day", "%d days", told.days) % told.days
    yield Line("diligence.days", _("Time for the institution"), days)
    for one in told.items:
        value = _("with evidence") if one.evidence else _("by statement")
        yield Line(f"diligence.items.{one.code}", said(one.name), value)
    months = told.rating_months
    valid = ngettext("%d month", "%d months", months) % months
    yield Line("diligence.rating_months", _("A rating counts for"), valid)
    investors = (
        _("may not do the due diligence")
        if told.investors == "bar"
        else _("declare it; the record shows it")
    )
    yield Line("diligence.investors", _("Institutions that mean to invest"), investors)


def _places(terms: Terms, names: Names) -> Iterator[Line]:
    total = terms.places.total
    yield Line("places.total", _("In all"), _("no limit") if total is None else str(total))
    for code, most in terms.places.fields.items():
        value = _("at most %d") % most
        yield Line(f"places.fields.{code}", names.fields.get(code, code), value)
    for code, most in terms.places.districts.items():
        value = _("at most %d") % most
        yield Line(f"places.districts.{code}", names.districts.get(code, code), value)


def _deciding(terms: Terms) -> Iterator[Line]:
    told = terms.deciding
    yield Line("deciding.quorum", _("Votes needed for a decision"), str(told.quorum))
    share = round(100 * told.majority)
    words = _("more than %d%% of the votes cast") if told.strictly_more else _("at least %d%%")
    yield Line("deciding.majority", _("Carried by"), words % share)


def _notice(terms: Terms) -> Iterator[Line]:
    told = terms.notice
    yield Line("notice.working_days", _("Public notice"), _working(told.working_days))
    who = {
        "named": _("by name"),
        "anonymous": _("without a name"),
        "both": _("by name or without"),
    }[told.objections]
    yield Line("notice.objections", _("Objections"), who)
    yield Line("notice.answer", _("Answered within"), _working(told.answer_working_days))
    appeal = told.appeal_working_days
    yield Line("notice.appeal", _("One appeal within"), _working(appeal) if appeal else _("no"))
    known = dict(Objection.Ground.choices)
    grounds = (", " if in_english() else "、").join(
        str(known.get(code, code)) for code in told.grounds
    )
    yield Line("notice.grounds", _("Grounds"), grounds)


def _recognition(terms: Terms) -> Iterator[Line]:
    told = terms.recognition
    yield Line("recognition.label", _("Recognised as"), said(told.label))
    kind = RECOGNITIONS.get(told.kind, told.kind)
    yield Line("recognition.kind", _("What the selected are recognised as"), str(kind))
    yield Line("recognition.numbering", _("Numbered as"), told.numbering)
    months = told.term_months
    term = (
        _("without end") if months is None else ngettext("%d month", "%d months", months) % months
    )
    yield Line("recognition.term", _("Valid for"), term)
    yield Line("recognition.reports", _("Reports a year"), str(told.reports_a_year))


def _working(days: int) -> str:
    return ngettext("%d working day", "%d working days", days) % days


def number(value: Decimal) -> str:
    """A number without idle zeros."""
    text = f"{value:.2f}"
    return text.rstrip("0").rstrip(".")
