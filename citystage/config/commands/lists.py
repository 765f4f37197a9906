"""`citystage lists verify`: whether every released list still is what was released."""

import json
from argparse import Namespace
from dataclasses import asdict

from citystage.config.commands import Subparsers


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("lists", help="check released lists")
    acts = parser.add_subparsers(required=True, metavar="ACT")
    verify = acts.add_parser("verify", help="compare every released list with its hash")
    verify.add_argument("--json", action="store_true", help="end with one line of JSON")


def run(options: Namespace) -> int:
    from citystage.stages.catalogue.integrity import check  # noqa: PLC0415 -- Django is up by now

    found = list(check())
    broken = [fault for _release, fault in found if fault]
    if options.json:
        print(json.dumps({"lists": len(found), "broken": [asdict(one) for one in broken]}))
        return 1 if broken else 0
    for one in broken:
        print(f"{one.city}/{one.code} {one.title}: released as {one.stored}, now {one.found}")
    print(f"{len(found)} released lists, {len(broken)} changed since their release.")
    return 1 if broken else 0
