"""Two published scenarios that say the same are made one; the city may undo it."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue import following
from citystage.stages.catalogue.facts import ScenarioClosed, ScenarioReopened
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.moving import move
from citystage.stages.catalogue.states import CLOSE, REOPEN, ScenarioState
from citystage.stages.catalogue.telling import followers_of
from citystage.stages.docking import telling
from citystage.stages.docking.facts.following import MergerUndone, ScenariosMerged
from citystage.stages.docking.models import Merger
from citystage.stages.docking.rules import following as rules
from citystage.stages.docking.sides import takes_answers
from citystage.stages.docking.writing import in_words
from citystage.stages.matchmaking.deciding import lock_scenario


class CannotMerge(Refusal):
    """The two cannot be made one as they stand."""

    status = 422


@transaction.atomic(durable=True)
def merge_scenarios(scenario: Scenario, *, into: Scenario, reason: str, stamp: Stamp) -> Merger:
    """Close ``scenario`` in favour of ``into``; talks and promises stay where they were held.

    Whoever follows the one follows the other from now on, and is told how to leave it.
    """
    scenario, into = _locked(scenario, into)
    rules.may_merge(stamp.actor, scenario).enforce()
    _ensure_fit(scenario, into)
    said = in_words(reason, _("Say why the two are one; both owners read it."))
    made = Merger.objects.create(
        scenario=scenario,
        into=into,
        reason=said,
        made_by_id=stamp.actor.user_id,
        made_for=stamp.actor.unit,
        made_at=stamp.at,
    )
    with override(settings.LANGUAGE_CODE):
        note = _("Merged into %(number)s “%(title)s”: %(reason)s") % {
            "number": into.number,
            "title": into.title,
            "reason": said,
        }
    closed = ScenarioClosed(scenario_id=scenario.pk, note=note)
    move(scenario, CLOSE, fact=closed, stamp=stamp)
    fact = ScenariosMerged(scenario_id=scenario.pk, into_id=into.pk, reason=said)
    journal.record(fact, subject=into, stamp=stamp)
    along = following.go_along(scenario, into, at=stamp.at)
    words = gettext_noop("“%(title)s” was merged into “%(into)s”: %(reason)s")
    _tell(made, words, said, about=into, stamp=stamp, along=along)
    return made


@transaction.atomic(durable=True)
def undo_merger(merger: Merger, *, reason: str, stamp: Stamp) -> Merger:
    """Both stand by themselves again; the one that was closed takes answers again."""
    scenario, into = _locked(merger.scenario, merger.into)
    held = Merger.objects.select_for_update(of=("self",)).get(pk=merger.pk)
    rules.may_merge(stamp.actor, scenario).enforce()
    if held.undone_at is not None:
        return held
    said = in_words(reason, _("Say why they are parted; both owners read it."))
    held.undone_by_id, held.undone_at, held.undone_reason = stamp.actor.user_id, stamp.at, said
    held.save(update_fields=["undone_by", "undone_at", "undone_reason"])
    # Somebody may have opened it again by hand meanwhile.
    if scenario.state == ScenarioState.CLOSED:
        with override(settings.LANGUAGE_CODE):
            note = _("No longer merged into %(number)s: %(reason)s") % {
                "number": into.number,
                "reason": said,
            }
        opened = ScenarioReopened(scenario_id=scenario.pk, note=note)
        move(scenario, REOPEN, fact=opened, stamp=stamp)
    following.part(scenario, into, at=held.made_at)
    fact = MergerUndone(scenario_id=scenario.pk, into_id=into.pk, reason=said)
    journal.record(fact, subject=into, stamp=stamp)
    words = gettext_noop("“%(title)s” and “%(into)s” stand by themselves again: %(reason)s")
    _tell(held, words, said, about=scenario, stamp=stamp)
    return held


def _locked(one: Scenario, other: Scenario) -> tuple[Scenario, Scenario]:
    """Both, the older first: two mergers of the same pair do not wait for each other."""
    if one.pk == other.pk:
        raise CannotMerge(_("Choose another scenario."))
    found = {pk: lock_scenario(Scenario(pk=pk)) for pk in sorted((one.pk, other.pk))}
    return found[one.pk], found[other.pk]


def _ensure_fit(scenario: Scenario, into: Scenario) -> None:
    if scenario.city_id != into.city_id:
        raise CannotMerge(_("Only scenarios of one city are merged."))
    if scenario.state != ScenarioState.OPEN:
        raise CannotMerge(
            _("Only an open scenario is merged into another; it is now “%s”.")
            % scenario.get_state_display()
        )
    if into.state not in {ScenarioState.OPEN, ScenarioState.MATCHED}:
        raise CannotMerge(
            _("The other one takes nothing more: it is now “%s”.") % into.get_state_display()
        )
    if takes_answers(scenario):
        raise CannotMerge(_("It takes answers now: record the outcome before it is merged."))


def _tell(  # noqa: PLR0913 -- one message to three kinds of people
    merger: Merger,
    words: str,
    reason: str,
    *,
    about: Scenario,
    stamp: Stamp,
    along: Iterable[User] = (),
) -> None:
    """Both owners, and who follows either; who came along reads how to leave again."""
    owners = [*telling.owners(merger.scenario, stamp), *telling.owners(merger.into, stamp)]
    known = {one.pk for one in owners}
    moved = [one for one in along if one.pk not in known]
    known |= {one.pk for one in moved}
    followers = [one for one in followers_of(merger.scenario, merger.into) if one.pk not in known]
    values = {"title": merger.scenario.title, "into": merger.into.title, "reason": reason}
    came = gettext_noop(
        "“%(title)s” was merged into “%(into)s”, which you follow from now on: %(reason)s"
        " One press on “Stop following” on its page takes that back."
    )
    for people, said, group in (
        (telling.once(owners), words, Group.PROGRESS),
        (followers, words, Group.FOLLOWED),
        (moved, came, Group.FOLLOWED),
    ):
        telling.say(people, said, about=about, group=group, stamp=stamp, **values)
