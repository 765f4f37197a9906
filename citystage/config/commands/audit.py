"""`citystage audit verify`: whether the ledger is whole; names the first bad row, and exits 1."""

import json
from argparse import Namespace
from dataclasses import asdict

from citystage.config.commands import Subparsers

_WORDS = {
    "changed": "it is not as it was written",
    "unlinked": "it is not chained to the row before it",
    "missing": "a row before it on its chain is gone",
    "tail": "rows at its end are gone",
}


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("audit", help="prove that the ledger is as it was written")
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    verify = acts.add_parser("verify", help="recompute every hash chain; exit 1 if one is broken")
    verify.add_argument("--json", action="store_true", help="one JSON object instead of words")


def run(options: Namespace) -> int:
    from citystage.foundation.ledger.verification import verify  # noqa: PLC0415 -- needs Django

    report = verify()
    if options.json:
        print(json.dumps({"whole": report.whole, **asdict(report)}))
    elif report.whole:
        print(f"The ledger is whole: {report.rows} rows, seal {report.seal}")
    else:
        where = f"row {report.bad_row}" if report.bad_row else f"chain {report.bad_lane}"
        print(f"The ledger is NOT whole: {where}: {_WORDS[report.reason]}")
    return 0 if report.whole else 1
