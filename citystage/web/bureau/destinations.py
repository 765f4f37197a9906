"""Where records live, for links in notices and mails: the page that suits the person."""

from collections.abc import Callable

from django.urls import reverse

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.stages.catalogue.queries import addresses
from citystage.stages.selection.queries import places
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


def _ballot(actor: Actor, pk: int) -> str:
    if actor.may(Permission.SELECTION_DECISION_PREPARE) and not places.is_called(actor, pk):
        return reverse("bureau:selection_ballot", args=[places.programme_of_ballot(pk), pk])
    return reverse("work:vote", args=[pk])


def _objection(actor: Actor, pk: int) -> str:
    if actor.may(Permission.SELECTION_OBJECTION_DECIDE):
        return reverse("bureau:selection_objection", args=[places.programme_of_objection(pk), pk])
    return reverse("public:objections")


def _notice(_actor: Actor, pk: int) -> str:
    return reverse("public:notice", args=[places.number_of_notice(pk)])


def _candidacy(_actor: Actor, pk: int) -> str:
    return reverse("bureau:selection_candidacy", args=places.programme_of_candidacy(pk))


def _seat(actor: Actor, pk: int) -> str:
    if places.is_own_seat(actor, pk):
        return reverse("expert:seat", args=[pk])
    return reverse("bureau:selection_panel", args=places.panel_of_seat(pk))


def _diligence(actor: Actor, pk: int) -> str:
    if places.is_own_diligence(actor, pk):
        return reverse("expert:diligence", args=[pk])
    return reverse("bureau:selection_diligence_of", args=places.diligence_of(pk))


def _point(actor: Actor, pk: int) -> str:
    if application := places.application_of_point(actor, pk):
        return reverse("company:points", args=[application])
    return reverse("expert:point", args=[pk])


_KNOWN: dict[str, Callable[[Actor, int], str]] = {
    "intake.application": _by_standing(
        Permission.INTAKE_APPLICATION_RECOMMEND, "bureau:recommend", "company:need"
    ),
    "intake.call": _by_standing(Permission.INTAKE_CALL_MANAGE, "bureau:call", "company:begin"),
    "intake.formversion": _at("bureau:form"),
    "review.case": _at("bureau:case"),
    "review.opinion": _at("bureau:opinion"),
    "review.decisionbatch": _at("bureau:batch"),
    "selection.programme": _at("bureau:selection"),
    "selection.candidacy": _candidacy,
    "selection.seat": _seat,
    "selection.diligence": _diligence,
    "selection.actionpoint": _point,
    "selection.expert": _at("expert:entry"),
    "selection.ballot": _ballot,
    "selection.objection": _objection,
    "selection.notice": _notice,
    "catalogue.scenario": _scenario,
    "catalogue.release": _release,
    "catalogue.lab": _at("public:lab"),
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
