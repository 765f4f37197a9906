"""Terms as the flat inputs of the editor, and back again."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from citystage.stages.selection.terms import PHASES
from citystage.web.bureau.selecting.rows import Flat, count_in, laid

KINDS: Final = ("science", "industry", "investment", "finance", "law", "user_department")
CONFLICTS: Final = (
    "employer",
    "kin",
    "investor",
    "adviser",
    "co_owner",
    "applicant",
    "competitor",
    "co_work",
)
# Inputs that hold one value of the terms each, by the path of that value.
PLAIN: Final[Mapping[str, tuple[str, ...]]] = {
    name.replace(".", "-"): tuple(name.split("."))
    for name in (
        "correction_hours",
        "expert_entry_months",
        "basis.zh",
        "basis.en",
        "panel.seats",
        "panel.min_load",
        "panel.max_load",
        "panel.alternates",
        "scoring.blind",
        "scoring.drop_extremes",
        "scoring.order",
        "scoring.least_sheets",
        "scoring.least_candidacies",
        "scoring.minimum_total",
        "scoring.disagreement",
        "scoring.consensus",
        "conflicts.years_back",
        "conflicts.transitive",
        "conflicts.claims_by_applicants",
        "diligence.wanted",
        "diligence.days",
        "diligence.rating_months",
        "diligence.investors",
        "places.total",
        "deciding.quorum",
        "deciding.strictly_more",
        "notice.working_days",
        "notice.objections",
        "notice.answer_working_days",
        "notice.appeal_working_days",
        "notice.grounds",
        "recognition.label.zh",
        "recognition.label.en",
        "recognition.kind",
        "recognition.numbering",
        "recognition.term_months",
        "recognition.reports_a_year",
    )
}


def flattened(terms: Mapping[str, Any]) -> Flat:
    """Terms (as JSON) as the inputs of the editor."""
    found: Flat = {name: _at(terms, path) for name, path in PLAIN.items()}
    for phase in terms["phases"]:
        for end in ("since", "until"):
            found[f"phase-{phase['code']}-{end}"] = datetime.fromisoformat(phase[end])
    found["panel-pair_cap"] = round(100 * terms["panel"]["pair_cap"])
    found["deciding-majority"] = round(100 * terms["deciding"]["majority"])
    for bench in terms["panel"]["benches"]:
        found[f"bench-{bench['kind']}"] = bench["least"]
    rules = terms["conflicts"]
    for kind in CONFLICTS:
        found[f"conflict-{kind}"] = (
            "bars" if kind in rules["bars"] else "declared" if kind in rules["declared"] else ""
        )
    return found | _groups(terms)


def _groups(terms: Mapping[str, Any]) -> Flat:
    checks = [_named(one) | {"correctable": one["correctable"]} for one in terms["checks"]]
    items = [_named(one) | {"evidence": one["evidence"]} for one in terms["diligence"]["items"]]
    criteria = [_criterion(one) for one in terms["scoring"]["criteria"]]
    stated = [{"part": one["part"], **one["words"]} for one in terms.get("stated", ())]
    places = {
        group: [{"code": code, "most": most} for code, most in terms["places"][group].items()]
        for group in ("fields", "districts")
    }
    return (
        laid("checks", [*checks])
        | laid("criteria", criteria)
        | laid("items", [*items])
        | laid("fields", [*places["fields"]])
        | laid("districts", [*places["districts"]])
        | laid("stated", [*stated])
    )


def _named(one: Mapping[str, Any]) -> Flat:
    return {"code": one["code"], "zh": one["name"]["zh"], "en": one["name"]["en"]}


def _criterion(one: Mapping[str, Any]) -> Flat:
    told = one["help"] or {"zh": "", "en": ""}
    plain = ("weight", "low", "high", "step", "minimum", "explain_below")
    return (
        _named(one)
        | {"help_zh": told["zh"], "help_en": told["en"]}
        | {name: one[name] for name in plain}
        | {
            "anchors": "\n".join(
                " | ".join((str(each["value"]), each["words"]["zh"], each["words"]["en"]))
                for each in one["anchors"]
            )
        }
    )


def _at(terms: Mapping[str, Any], path: tuple[str, ...]) -> object:
    value: Any = terms
    for step in path:
        value = value[step]
    return value


def gathered(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed and cleaned, as terms to be validated."""
    terms: dict[str, Any] = {}
    for name, path in PLAIN.items():
        home = terms
        for step in path[:-1]:
            home = home.setdefault(step, {})
        home[path[-1]] = cleaned[name]
    terms["phases"] = [*_phases(cleaned)]
    terms["panel"] |= {
        "pair_cap": cleaned["panel-pair_cap"] / 100,
        "benches": [
            {"kind": kind, "least": least} for kind in KINDS if (least := cleaned[f"bench-{kind}"])
        ],
    }
    terms["deciding"]["majority"] = cleaned["deciding-majority"] / 100
    for standing in ("bars", "declared"):
        terms["conflicts"][standing] = [
            kind for kind in CONFLICTS if cleaned[f"conflict-{kind}"] == standing
        ]
    terms["checks"] = [
        _back(row) | {"correctable": row["correctable"]} for _n, row in rows_in(cleaned, "checks")
    ]
    terms["diligence"]["items"] = [
        _back(row) | {"evidence": row["evidence"]} for _n, row in rows_in(cleaned, "items")
    ]
    terms["scoring"]["criteria"] = [
        _criterion_back(row) for _n, row in rows_in(cleaned, "criteria")
    ]
    for group in ("fields", "districts"):
        terms["places"][group] = {row["code"]: row["most"] for _n, row in rows_in(cleaned, group)}
    terms["stated"] = [
        {"part": row["part"], "words": {"zh": row["zh"], "en": row["en"]}}
        for _n, row in rows_in(cleaned, "stated")
    ]
    return terms


def _phases(cleaned: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for code in PHASES:
        since, until = (cleaned.get(f"phase-{code}-{end}") for end in ("since", "until"))
        if since or until:
            yield {"code": code, "since": since, "until": until}


def rows_in(cleaned: Mapping[str, Any], group: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a group that say anything, with their numbers in the editor."""
    for at in range(count_in(cleaned, group)):
        prefix = f"{group}-{at}-"
        row = {
            name.removeprefix(prefix): value
            for name, value in cleaned.items()
            if name.startswith(prefix)
        }
        if any(value not in (None, "", False) for value in row.values()):
            yield at, row


def _back(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"code": row["code"], "name": {"zh": row["zh"], "en": row["en"]}}


def _criterion_back(row: Mapping[str, Any]) -> dict[str, Any]:
    told = {"zh": row["help_zh"], "en": row["help_en"]}
    plain = ("weight", "low", "high", "step", "minimum", "explain_below")
    anchors = []
    for line in row["anchors"].splitlines():
        if line.strip():
            value, zh, en = ([part.strip() for part in line.split("|", 2)] + ["", ""])[:3]
            anchors.append({"value": value, "words": {"zh": zh, "en": en}})
    return (
        _back(row)
        | {name: row[name] for name in plain}
        | {"help": told if any(told.values()) else None, "anchors": anchors}
    )
