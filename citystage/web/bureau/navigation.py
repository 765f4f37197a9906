"""What the bureau puts into the rail, and how much waits there."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.membership import queries as registrations
from citystage.stages.catalogue.queries import preparing
from citystage.stages.intake import queries as intake
from citystage.stages.review import queries as review
from citystage.web.shell.navigation import RAIL, Entry, Waiting

RAIL.add(
    Entry(
        name="triage",
        label=_("Polishing"),
        view="bureau:triage",
        icon="list-checks",
        order=20,
        needs=frozenset({Permission.REVIEW_CASE_READ}),
    )
)
RAIL.add(
    Entry(
        name="opinions",
        label=_("Opinions"),
        view="bureau:opinions",
        icon="message-square",
        order=30,
        needs=frozenset({Permission.REVIEW_OPINION_GIVE}),
    )
)
RAIL.add(
    Entry(
        name="decisions",
        label=_("Decisions"),
        view="bureau:decisions",
        icon="gavel",
        order=40,
        needs=frozenset({Permission.REVIEW_DECISION_PREPARE}),
    )
)
RAIL.add(
    Entry(
        name="importing",
        label=_("Import"),
        view="bureau:importing",
        icon="upload",
        order=70,
        needs=frozenset({Permission.CATALOGUE_RECORD_IMPORT}),
    )
)

RAIL.add(
    Entry(
        name="recommending",
        label=_("Recommending"),
        view="bureau:recommending",
        icon="award",
        order=15,
        needs=frozenset({Permission.INTAKE_APPLICATION_RECOMMEND}),
    )
)
RAIL.add(
    Entry(
        name="calls",
        label=_("Calls"),
        view="bureau:calls",
        icon="target",
        order=50,
        needs=frozenset({Permission.INTAKE_CALL_MANAGE}),
    )
)

RAIL.add(
    Entry(
        name="selections",
        label=_("Selections"),
        view="bureau:selections",
        icon="award",
        order=35,
        needs=frozenset({Permission.SELECTION_CANDIDACY_READ}),
    )
)
RAIL.add(
    Entry(
        name="lists",
        label=_("Lists"),
        view="bureau:lists",
        icon="send",
        order=45,
        needs=frozenset({Permission.CATALOGUE_LIST_PREPARE}),
    )
)
RAIL.add(
    Entry(
        name="scenarios",
        label=_("Records"),
        view="bureau:scenarios",
        icon="layers",
        order=47,
        needs=frozenset({Permission.CATALOGUE_RECORD_EDIT}),
    )
)


@RAIL.count_by
def lists_begun(actor: Actor) -> Waiting:
    """Lists in preparation."""
    may = actor.may(Permission.CATALOGUE_LIST_PREPARE)
    return {"lists": preparing.begun(actor)} if may else {}


@RAIL.count_by
def words(actor: Actor) -> Waiting:
    """What waits for the word of this hat's unit."""
    may = actor.may(Permission.INTAKE_APPLICATION_RECOMMEND)
    return {"recommending": intake.waiting_words(actor)} if may else {}


@RAIL.count_by
def waiting(actor: Actor) -> Waiting:
    """What waits in review for this hat."""
    return review.waiting(actor)


RAIL.add(
    Entry(
        name="registrations",
        label=_("Registrations"),
        view="bureau:registrations",
        icon="building-2",
        order=60,
        needs=frozenset({Permission.MEMBERSHIP_REGISTRATION_DECIDE}),
    )
)


@RAIL.count_by
def registrations_waiting(actor: Actor) -> Waiting:
    """Organisations that wait for approval."""
    if not actor.may(Permission.MEMBERSHIP_REGISTRATION_DECIDE):
        return {}
    return {"registrations": registrations.waiting(actor)}
