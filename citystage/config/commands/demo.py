"""`citystage demo`: invented accounts and needs, only where CITYSTAGE_DEMO is set."""

import sys
from argparse import Namespace

from django.utils.translation import gettext as _

from citystage.config.commands import Subparsers


def register(subparsers: Subparsers) -> None:
    subparsers.add_parser("demo", help="make the demonstration accounts and their work")


def run(options: Namespace) -> int:  # noqa: ARG001
    # The tables of the stages are there only once Django is set up.
    from citystage.cities.demo import set_up  # noqa: PLC0415
    from citystage.kernel.refusals import Refusal  # noqa: PLC0415

    try:
        accounts, needs = set_up()
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    words = _("Demonstration: %(accounts)d new accounts, %(needs)d new needs.")
    print(words % {"accounts": accounts, "needs": needs})
    return 0
