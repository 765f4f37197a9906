"""May this happen? The answers of intake, each with its reason."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor, Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.verdicts import ALLOWED, Verdict, all_of
from citystage.stages.intake.closing import takes
from citystage.stages.intake.models import Application, Call
from citystage.stages.intake.states import IN_REVIEW, WRITING
from citystage.stages.intake.states import ApplicationState as State


def _when(condition: object, verdict: Verdict) -> Verdict:
    """Return ``verdict`` unless ``condition`` holds."""
    return ALLOWED if condition else verdict


def _house(stamp: Stamp) -> bool:
    """Whether the house itself acts: a pack is loaded, a job runs."""
    return stamp.actor.user_id is None and stamp.channel in ("cli", "job")


def may_manage_calls(stamp: Stamp, city: Unit) -> Verdict:
    """The coordinating office prepares, changes, opens and closes calls; packs bring them too."""
    allowed = stamp.actor.holds(Permission.INTAKE_CALL_MANAGE, city) or _house(stamp)
    return _when(allowed, Verdict(_("Calls are managed by the coordinating office of the city.")))


def may_edit_forms(stamp: Stamp, city: Unit) -> Verdict:
    """The coordinating office edits forms; packs bring them too."""
    allowed = stamp.actor.holds(Permission.INTAKE_FORM_EDIT, city) or _house(stamp)
    return _when(allowed, Verdict(_("Forms are edited by the coordinating office of the city.")))


def may_file(call: Call, *, unit: Unit | None, kinds: Collection[str], stamp: Stamp) -> Verdict:
    """A unit with the right to file, of a kind the call invites, while its window is open."""
    if unit is None or not stamp.actor.holds(Permission.INTAKE_APPLICATION_FILE, unit):
        return Verdict(_("You may not file for this unit. Switch to the unit you act for."))
    invited = not call.eligible_kinds or not set(kinds).isdisjoint(call.eligible_kinds)
    return all_of(
        takes(call, stamp.at),
        _when(invited, Verdict(_("This call is not open to units of your kind."))),
    )


def may_file_for_others(unit: Unit, actor: Actor) -> Verdict:
    """Districts, departments and brokers file for a third party that has agreed."""
    allowed = actor.holds(Permission.INTAKE_APPLICATION_FILE_FOR_OTHERS, unit)
    return _when(allowed, Verdict(_("You may file for your own unit only.")))


def may_revise(application: Application, *, editor: bool, actor: Actor) -> Verdict:
    """Its editors while it is with them; officers who polish while it is under review."""
    if application.state in WRITING:
        return _when(editor, Verdict(_("Only its editors may change this application.")))
    if application.state in IN_REVIEW and application.call.way == Call.Way.SELECTION:
        return Verdict(_("It is under selection. What was handed in stands."))
    if application.state in IN_REVIEW:
        polishes = actor.holds(Permission.REVIEW_CASE_POLISH, application.recommender)
        return _when(
            polishes,
            Verdict(_("This application is under review. It can be changed when it is returned.")),
        )
    if application.state == State.SUBMITTED:
        return Verdict(_("It waits for its recommendation; it can be changed when it is returned."))
    return Verdict(_("This application can no longer be changed."))


def may_invite(application: Application, *, owner: bool) -> Verdict:
    """The owner chooses who else may edit."""
    ended = application.state in (State.WITHDRAWN, State.NOT_RECOMMENDED)
    return all_of(
        _when(owner, Verdict(_("Only the owner may choose who else edits."))),
        _when(not ended, Verdict(_("This application is closed."))),
    )


def may_submit(
    application: Application, call: Call, *, owner: bool, recommended: bool, stamp: Stamp
) -> Verdict:
    """The owner; a draft while the call is open, a returned one until the word must be given."""
    if application.state == State.DRAFT:
        open_now = takes(call, stamp.at)
    else:
        again = recommended or call.takes_recommendations_at(stamp.at)
        open_now = _when(again, Verdict(_("This call does not take applications now.")))
    return all_of(_when(owner, Verdict(_("Only the owner may submit."))), open_now)


def may_return(application: Application, actor: Actor) -> Verdict:
    """The recommender asks for changes."""
    allowed = actor.holds(Permission.INTAKE_APPLICATION_RETURN, application.recommender)
    return _when(allowed, Verdict(_("Only its district or department may return it.")))


def may_recommend(application: Application, call: Call, stamp: Stamp) -> Verdict:
    """The recommender gives its word, until the last day for it."""
    allowed = stamp.actor.holds(Permission.INTAKE_APPLICATION_RECOMMEND, application.recommender)
    return all_of(
        _when(allowed, Verdict(_("Only its district or department may recommend it."))),
        _when(
            call.takes_recommendations_at(stamp.at),
            Verdict(_("The time for recommendations of this call is over.")),
        ),
    )


def may_reorder(call: Call, unit: Unit, stamp: Stamp) -> Verdict:
    """A recommender arranges its own places, until the last day."""
    allowed = stamp.actor.holds(Permission.INTAKE_APPLICATION_RECOMMEND, unit)
    return all_of(
        _when(allowed, Verdict(_("Only the recommender may arrange its places."))),
        _when(
            call.takes_recommendations_at(stamp.at),
            Verdict(_("The time for recommendations of this call is over.")),
        ),
    )


def may_withdraw(*, owner: bool) -> Verdict:
    """The owner, at any time before the end."""
    return _when(owner, Verdict(_("Only the owner may withdraw it.")))


def may_restore(*, owner: bool) -> Verdict:
    """The owner takes a withdrawal back."""
    return _when(owner, Verdict(_("Only the owner may restore it.")))
