"""The inputs of the terms' editor: one for each figure, and those of a row of each group."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.stages.intake.forming.answering import Lexicon
from citystage.stages.selection.kinds import RECOGNITIONS, conflict_kinds
from citystage.stages.selection.models import Expert, Objection
from citystage.stages.selection.phases import NAMES
from citystage.stages.selection.terms import PHASES
from citystage.web.bureau.selecting.terms_flat import CONFLICTS, KINDS
from citystage.web.bureau.typing import CleanChar
from citystage.web.shell.days import Moment

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

type Label = str | StrPromise


def text(label: Label, *, lines: int = 0, must: bool = False, most: int = 1000) -> CleanChar:
    """A text, of one line unless ``lines`` are given."""
    widget = forms.Textarea(attrs={"rows": lines}) if lines else None
    return CleanChar(label=label, required=must, max_length=most, widget=widget)


def _whole(label: Label, low: int, high: int, *, must: bool = True) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=low, max_value=high, required=must)


def _number(label: Label, *, must: bool = False) -> forms.DecimalField:
    return forms.DecimalField(label=label, required=must, max_digits=8, decimal_places=2)


def _tick(label: Label) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


def _one_of(label: Label, choices: list[tuple[str, Label]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False)


def general() -> dict[str, forms.Field]:
    """What the terms rest on."""
    return {
        "basis-zh": text(gettext_lazy("Basis in Chinese"), lines=2, must=True),
        "basis-en": text(gettext_lazy("Basis in English"), lines=2, must=True),
    }


def timing() -> dict[str, forms.Field]:
    """The two moments of each phase."""
    found: dict[str, forms.Field] = {}
    for code in PHASES:
        names = {"phase": NAMES[code]}
        found[f"phase-{code}-since"] = Moment(label=_("%(phase)s: from") % names, required=False)
        found[f"phase-{code}-until"] = Moment(
            label=_("%(phase)s: until (excluded)") % names, required=False
        )
    found["correction_hours"] = _whole(gettext_lazy("Hours for the one correction"), 0, 720)
    return found


def judging() -> dict[str, forms.Field]:
    """Panels, scores and conflicts."""
    kinds = dict(Expert.Kind.choices)
    standings: list[tuple[str, Label]] = [
        ("bars", gettext_lazy("keeps the expert away")),
        ("declared", gettext_lazy("is declared and stands on record")),
        ("", gettext_lazy("does not count")),
    ]
    words = conflict_kinds()
    return (
        {
            "panel-seats": _whole(gettext_lazy("Experts for each candidacy"), 1, 30),
            "panel-min_load": _whole(gettext_lazy("Fewest candidacies for an expert"), 0, 500),
            "panel-max_load": _whole(gettext_lazy("Most candidacies for an expert"), 1, 500),
            "panel-alternates": _whole(gettext_lazy("Alternates for each candidacy"), 0, 10),
            "panel-pair_cap": _whole(
                gettext_lazy("Highest chance of any pair, in per cent (100: no draw)"), 1, 100
            ),
            "expert_entry_months": _whole(
                gettext_lazy("Entries of experts no older than (months)"), 1, 120
            ),
        }
        | {
            f"bench-{kind}": _whole(_("At least from: %s") % kinds[kind], 0, 30, must=False)
            for kind in KINDS
        }
        | {
            "scoring-blind": _tick(gettext_lazy("Blind: experts see neither names nor contacts")),
            "scoring-drop_extremes": _tick(
                gettext_lazy("Leave out the highest and the lowest mark")
            ),
            "scoring-order": _one_of(
                gettext_lazy("Order that decides"),
                [("raw", gettext_lazy("raw")), ("calibrated", gettext_lazy("calibrated"))],
            ),
            "scoring-least_sheets": _whole(
                gettext_lazy("Calibration from so many sheets an expert"), 2, 100
            ),
            "scoring-least_candidacies": _whole(
                gettext_lazy("Calibration from so many candidacies"), 3, 1000
            ),
            "scoring-minimum_total": _number(gettext_lazy("Least total, of 100"), must=True),
            "scoring-disagreement": _number(
                gettext_lazy("Spread shown as disagreement"), must=True
            ),
            "scoring-consensus": _tick(gettext_lazy("The panel meets for a consensus")),
        }
        | {f"conflict-{kind}": _one_of(str(words[kind]), standings) for kind in CONFLICTS}
        | {
            "conflicts-years_back": _whole(gettext_lazy("Past relations count, in years"), 0, 20),
            "conflicts-transitive": _one_of(
                gettext_lazy("Relations over a third party"),
                [
                    ("flag", gettext_lazy("are flagged, an officer judges")),
                    ("bar", gettext_lazy("keep the expert away at once")),
                ],
            ),
            "conflicts-claims_by_applicants": _tick(
                gettext_lazy("Applicants may name experts who should not judge")
            ),
        }
    )


def afterwards() -> dict[str, forms.Field]:
    """From the due diligence to the recognition."""
    return {
        "diligence-wanted": _tick(gettext_lazy("There is a due diligence")),
        "diligence-days": _whole(gettext_lazy("Days for the institution"), 1, 400),
        "diligence-rating_months": _whole(gettext_lazy("A rating counts for (months)"), 1, 120),
        "diligence-investors": _one_of(
            gettext_lazy("Institutions that mean to invest"),
            [
                ("declare", gettext_lazy("declare it; the record shows it")),
                ("bar", gettext_lazy("may not do the due diligence")),
            ],
        ),
        "places-total": _whole(
            gettext_lazy("Places in all (empty: no limit)"), 1, 10_000, must=False
        ),
        "deciding-quorum": _whole(gettext_lazy("Votes needed for a decision"), 1, 100),
        "deciding-majority": _whole(gettext_lazy("Share of the votes, in per cent"), 1, 100),
        "deciding-strictly_more": _tick(gettext_lazy("More than this share, not just as much")),
        "notice-working_days": _whole(gettext_lazy("Public notice, in working days"), 1, 60),
        "notice-objections": _one_of(
            gettext_lazy("Objections"),
            [
                ("both", gettext_lazy("by name or without")),
                ("named", gettext_lazy("by name")),
                ("anonymous", gettext_lazy("without a name")),
            ],
        ),
        "notice-answer_working_days": _whole(
            gettext_lazy("Objections are answered within (working days)"), 1, 60
        ),
        "notice-appeal_working_days": _whole(
            gettext_lazy("One appeal within (working days; 0: none)"), 0, 60
        ),
        "notice-grounds": forms.MultipleChoiceField(
            label=gettext_lazy("Grounds of objections"),
            choices=Objection.Ground.choices,
            widget=forms.CheckboxSelectMultiple,
        ),
        "recognition-label-zh": text(gettext_lazy("Label in Chinese"), must=True, most=60),
        "recognition-label-en": text(gettext_lazy("Label in English"), must=True, most=120),
        "recognition-kind": _one_of(
            gettext_lazy("What the selected are recognised as"),
            [(code, str(label)) for code, label in RECOGNITIONS.items()],
        ),
        "recognition-numbering": text(
            gettext_lazy("Numbering, as {year}-{number:03d}"), must=True, most=60
        ),
        "recognition-term_months": _whole(
            gettext_lazy("Valid for (months; empty: without end)"), 1, 600, must=False
        ),
        "recognition-reports_a_year": _whole(gettext_lazy("Reports a year"), 0, 12),
    }


def row_of(group: str, lexicon: Lexicon) -> dict[str, forms.Field]:
    """The inputs of one row of a group."""
    return dict(_columns(group, lexicon))


def _columns(group: str, lexicon: Lexicon) -> Iterator[tuple[str, forms.Field]]:
    if group == "stated":
        parts = [(code, PARTS[code]) for code in PARTS]
        yield "part", _one_of(gettext_lazy("Part"), [("", "—"), *parts])
        yield "zh", text(gettext_lazy("What the source says, in Chinese"), lines=2)
        yield "en", text(gettext_lazy("What the source says, in English"), lines=2)
        return
    if group in {"fields", "districts"}:
        named = lexicon.terms.get("field", {}) if group == "fields" else lexicon.districts
        label = gettext_lazy("Field") if group == "fields" else gettext_lazy("District")
        yield "code", _one_of(label, [("", "—"), *named.items()])
        yield "most", _whole(gettext_lazy("At most"), 0, 10_000, must=False)
        return
    yield "code", text(gettext_lazy("Code"), most=40)
    yield "zh", text(gettext_lazy("Name in Chinese"), most=120)
    yield "en", text(gettext_lazy("Name in English"), most=200)
    if group == "checks":
        yield "correctable", _tick(gettext_lazy("May be corrected"))
    elif group == "items":
        yield "evidence", _tick(gettext_lazy("Needs evidence"))
    else:
        yield "weight", _number(gettext_lazy("Weight"))
        yield "low", _number(gettext_lazy("Bottom of the scale"))
        yield "high", _number(gettext_lazy("Top of the scale"))
        yield "step", _number(gettext_lazy("Step"))
        yield "minimum", _number(gettext_lazy("Least mean (empty: none)"))
        yield "explain_below", _number(gettext_lazy("Explain below (empty: never)"))
        yield "help_zh", text(gettext_lazy("Help in Chinese"), lines=2)
        yield "help_en", text(gettext_lazy("Help in English"), lines=2)
        yield (
            "anchors",
            text(
                gettext_lazy("Anchors, one a line: value | Chinese | English"), lines=3, most=2000
            ),
        )


PARTS: Final[Mapping[str, Label]] = {
    "phases": gettext_lazy("Timetable"),
    "checks": gettext_lazy("Formal check"),
    "panel": gettext_lazy("Panel of experts"),
    "scoring": gettext_lazy("Scoring"),
    "conflicts": gettext_lazy("Conflicts of interest"),
    "diligence": gettext_lazy("Due diligence"),
    "places": gettext_lazy("Places"),
    "deciding": gettext_lazy("Collective decision"),
    "notice": gettext_lazy("Public notice and objections"),
    "recognition": gettext_lazy("Recognition"),
}
