"""Where records live, for links in notices and mails: the page that suits the person."""

from collections.abc import Callable

from django.urls import reverse

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.stages.catalogue.queries import addresses
from citystage.web.shell.going import DESTINATIONS, Destination


def _at(view: str) -> Destination:
    return lambda _actor, pk: reverse(view, args=[pk])


def _by_standing(permission: Permission, theirs: str, otherwise: str) -> Destination:
    def destination(actor: Actor, pk: int) -> str:
        return reverse(theirs if actor.may(permission) else otherwise, args=[pk])

    return destination


def _scenario(actor: Actor, pk: int) -> str:
    number = addresses.number_of(pk)
    may = actor.may(Permission.CATALOGUE_RECORD_EDIT)
    return reverse("bureau:scenario" if may else "public:scenario", args=[number])


def _release(actor: Actor, pk: int) -> str:
    if actor.may(Permission.CATALOGUE_LIST_PREPARE):
        return reverse("bureau:list", args=[pk])
    return reverse("public:list", args=addresses.codes_of(pk))


_KNOWN: dict[str, Callable[[Actor, int], str]] = {
    "intake.application": _by_standing(
        Permission.INTAKE_APPLICATION_RECOMMEND, "bureau:recommend", "company:need"
    ),
    "intake.call": _by_standing(Permission.INTAKE_CALL_MANAGE, "bureau:call", "company:begin"),
    "intake.formversion": _at("bureau:form"),
    "review.case": _at("bureau:case"),
    "review.opinion": _at("bureau:opinion"),
    "review.decisionbatch": _at("bureau:batch"),
    "catalogue.scenario": _scenario,
    "catalogue.release": _release,
    "catalogue.capability": _by_standing(
        Permission.CATALOGUE_CAPABILITY_DESCRIBE, "company:capability", "public:capability"
    ),
    "directory.organisation": _at("public:organisation"),
    "membership.registration": _by_standing(
        Permission.MEMBERSHIP_REGISTRATION_DECIDE, "bureau:registration", "company:registration"
    ),
    "sheets.importrun": _at("bureau:import_run"),
    "matchmaking.run": _at("bureau:rematch"),
    "matchmaking.profile": _at("company:profile"),
}

for _kind, _destination in _KNOWN.items():
    DESTINATIONS.add(_kind, _destination)
