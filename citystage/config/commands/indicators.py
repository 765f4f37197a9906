"""`citystage indicators`: compute a city's figures, print what stands behind one, count anew."""

import csv
import json
import sys
from argparse import Namespace
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from citystage.config.commands import Subparsers

if TYPE_CHECKING:
    from citystage.foundation.tenancy.models import Unit
    from citystage.stages.evaluation.queries.evidence import Cut

_COLUMNS: Final = (
    *("unit", "label", "happened_on", "district", "department", "chain", "owner_kind"),
    *("side", "counted", "days", "amount", "reported_by", "records"),
)


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("indicators", help="figures and the evidence behind them")
    acts = parser.add_subparsers(required=True, metavar="ACT", dest="act")
    compute = acts.add_parser("compute", help="count what happened and print every figure")
    _add_place(compute)
    compute.add_argument("--json", action="store_true", help="print JSON")
    evidence = acts.add_parser("evidence", help="print the records behind one figure")
    evidence.add_argument("code", metavar="CODE", help="an indicator, as in firms-served")
    _add_place(evidence)
    evidence.add_argument("--format", choices=("jsonl", "csv"), default="jsonl")
    evidence.add_argument("--by", default="", help="cut: district, department, chain, owner_kind")
    evidence.add_argument("--key", default="", help="the part, by its code")
    acts.add_parser("rebuild", help="read all records anew and count everything")


def _add_place(parser: Any) -> None:  # noqa: ANN401 -- a parser
    parser.add_argument("--city", default="", help="code of the city; the first without one")
    parser.add_argument(
        "--period", required=True, help="2026, 2026Q3, the years of a plan (2026-2028), or ever"
    )


def run(options: Namespace) -> int:
    from citystage.kernel.refusals import Refusal  # noqa: PLC0415 -- Django is up by now

    try:
        return {"compute": _compute, "evidence": _evidence, "rebuild": _rebuild}[options.act](
            options
        )
    except Refusal as refusal:
        print(f"citystage indicators: {refusal}", file=sys.stderr)
        return 2


def _compute(options: Namespace) -> int:
    from citystage.stages.evaluation.figure_lines import told  # noqa: PLC0415
    from citystage.stages.evaluation.queries import figures  # noqa: PLC0415

    city = _city(options.city)
    _count()
    period = figures.reach_period(city, options.period)
    found = [
        told(city, one, period.word)
        for one in figures.definitions(city)
        if period.grain in one.periods
    ]
    if options.json:
        print(
            json.dumps(
                {"city": city.code, "period": period.word, "indicators": found},
                ensure_ascii=False,
            )
        )
        return 0
    for one in found:
        value = "–" if one["value"] is None else one["value"]
        print(f"{one['code']:24} {value!s:>14} {one['unit']['en']:14} {one['evidence']:>8}")
    return 0


def _evidence(options: Namespace) -> int:
    from citystage.stages.evaluation.figure_lines import behind  # noqa: PLC0415

    cut = _cut(options)
    _count()
    _print(behind(cut), options.format)
    return 0


def _rebuild(options: Namespace) -> int:  # noqa: ARG001 -- as its siblings
    from citystage.stages.evaluation.actions.reckon_figures import (  # noqa: PLC0415
        rebuild_figures,
    )

    made = rebuild_figures(stamp=_stamp())
    print(f"{made.readings} figures read otherwise than before.")
    return 0


def _print(found: Iterable[dict[str, Any]], form: str) -> None:
    if form == "jsonl":
        for one in found:
            print(json.dumps(one, ensure_ascii=False))
        return
    writer = csv.DictWriter(sys.stdout, _COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for one in found:
        said = "; ".join(one["reported_by"])
        records = "; ".join(record["record"] for record in one["records"])
        writer.writerow(one | {"reported_by": said, "records": records})


def _cut(options: Namespace) -> "Cut":
    from django.utils.translation import gettext as _  # noqa: PLC0415

    from citystage.engines.indicators.language import DIMENSIONS  # noqa: PLC0415
    from citystage.kernel.refusals import NotFound  # noqa: PLC0415
    from citystage.stages.evaluation.queries import figures  # noqa: PLC0415
    from citystage.stages.evaluation.queries.evidence import Cut  # noqa: PLC0415

    city = _city(options.city)
    indicator = figures.definition(city, options.code)
    if indicator is None or options.by not in {"", *DIMENSIONS}:
        raise NotFound(_("There is no such figure within your reach."))
    period = figures.reach_period(city, options.period)
    return Cut(city=city, indicator=indicator, period=period, by=options.by, key=options.key)


def _city(code: str) -> "Unit":
    from django.utils.translation import gettext as _  # noqa: PLC0415

    from citystage.foundation.tenancy.queries import cities  # noqa: PLC0415
    from citystage.kernel.refusals import NotFound  # noqa: PLC0415

    known = cities()
    found = next((one for one in known if not code or one.code == code), None)
    if found is None:
        raise NotFound(_("There is no such city within your reach."))
    return found


def _count() -> None:
    from citystage.stages.evaluation.actions.reckon_figures import (  # noqa: PLC0415
        reckon_figures,
    )

    reckon_figures(stamp=_stamp())


def _stamp() -> Any:  # noqa: ANN401 -- a Stamp, whose module needs Django
    from uuid import uuid4  # noqa: PLC0415

    from django.utils import timezone  # noqa: PLC0415

    from citystage.foundation.access.stamps import NOBODY, Stamp  # noqa: PLC0415

    return Stamp(NOBODY, timezone.now(), "cli", uuid4())
