"""`citystage make-admin`: the first administrators of an installation, appointed at the machine."""

import os
import sys
from argparse import Namespace
from datetime import UTC, datetime
from getpass import getpass
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from citystage.config.commands import Subparsers

# system, security, audit: 三员分立, three people.
ROLES = ("system", "security", "audit")


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("make-admin", help="appoint an administrator of a city")
    parser.add_argument("username")
    parser.add_argument("email")
    parser.add_argument("--city", help="the city's code; not needed where there is one city")
    parser.add_argument("--role", choices=ROLES, default="system")


def run(options: Namespace) -> int:
    """The password of a new account comes from CITYSTAGE_ADMIN_PASSWORD, or is asked for."""
    # The tables are there only once Django is set up.
    from citystage.foundation.access.roles import Role  # noqa: PLC0415
    from citystage.foundation.access.stamps import NOBODY, Stamp  # noqa: PLC0415
    from citystage.foundation.membership.actions.appoint import Newcomer, appoint  # noqa: PLC0415
    from citystage.kernel.refusals import Refusal  # noqa: PLC0415

    try:
        person = appoint(
            Newcomer(options.username, options.email, _password(options.username)),
            role=Role(f"{options.role}_administrator"),
            unit=_city(options.city),
            stamp=Stamp(NOBODY, datetime.now(UTC), "cli", uuid4()),
        )
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except ValidationError as error:
        print("\n".join(error.messages), file=sys.stderr)
        return 1
    print(_("%(who)s may sign in at /accounts/login/ now.") % {"who": person.username})
    return 0


def _city(code: str | None):  # type: ignore[no-untyped-def]  # noqa: ANN202 -- Unit is a table
    from citystage.foundation.tenancy.queries import cities  # noqa: PLC0415
    from citystage.kernel.refusals import Refusal  # noqa: PLC0415

    known = {city.code: city for city in cities()}
    if not known:
        raise Refusal(_("There is no city yet: load one first, citystage load-city NAME."))
    if code is None and len(known) == 1:
        return next(iter(known.values()))
    if code not in known:
        told = {"codes": ", ".join(known)}
        raise Refusal(_("Say which city by --city; there are: %(codes)s") % told)
    return known[code]


def _password(username: str) -> str:
    """Checked as any password is; nothing is asked for an account that exists."""
    from django.contrib.auth.password_validation import validate_password  # noqa: PLC0415

    from citystage.foundation.access.models import User  # noqa: PLC0415

    if User.objects.filter(username=username).exists():
        return ""
    said = os.environ.get("CITYSTAGE_ADMIN_PASSWORD") or getpass(_("Password: "))
    validate_password(said, User(username=username))
    return said
