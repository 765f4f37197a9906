"""Who may see, decide and propose in matchmaking. Pure questions: no writes, no clock."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from citystage.engines.matching.reranking import LEAST, LEAST_OF_A_KIND, SURE
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.verdicts import ALLOWED, Verdict, all_of
from citystage.stages.catalogue.models import Scenario
from citystage.stages.intake.models import Application
from citystage.stages.matchmaking.models import Judgement, Profile, Reranking, Run
from citystage.stages.matchmaking.sampling import Sample
from citystage.stages.matchmaking.states import (
    CANCEL,
    OUT,
    RESUME,
    SWITCH_OFF,
    SWITCH_ON,
    JudgementKind,
    ReasonCode,
)


def units_of(scenario: Scenario) -> Iterator[Unit]:
    """Where standing towards a scenario comes from: its owner's seat, and its offices."""
    seat = scenario.owner.seat if scenario.owner else None
    offices = (scenario.city, scenario.district, scenario.lead_department)
    yield from filter(None, (scenario.owner_unit, seat, *offices))


def _stands(actor: Actor, permission: Permission, scenario: Scenario) -> bool:
    return any(actor.holds(permission, unit) for unit in units_of(scenario))


def may_judge(actor: Actor, scenario: Scenario) -> Verdict:
    """The owner's side and its officers decide; a broker proposes."""
    if _stands(actor, Permission.MATCHMAKING_PAIR_JUDGE, scenario):
        return ALLOWED
    return Verdict(_("Only the owner of the scenario and its officers decide on suppliers."))


def may_judge_draft(actor: Actor, application: Application, *, entered: bool) -> Verdict:
    """The same for a draft, until it stands in the catalogue: then one decides there."""
    if entered:
        return Verdict(_("This need stands in the catalogue by now; decide on its page there."))
    units = (application.owner_unit, application.recommender, application.city)
    if any(actor.holds(Permission.MATCHMAKING_PAIR_JUDGE, unit) for unit in units):
        return ALLOWED
    return Verdict(_("Only the owner of the draft and its officers decide on suppliers."))


def may_propose(actor: Actor, *, mandated: bool, decided: Judgement | None) -> Verdict:
    """A broker, for a scenario that was given to it, while nobody has decided against the pair."""
    if not actor.may(Permission.MATCHMAKING_PAIR_PROPOSE):
        return Verdict(_("Only scene managers and brokers propose suppliers."))
    if not mandated:
        return Verdict(_("This scenario was not given to you."))
    if decided is not None and decided.kind in OUT:
        return Verdict(_("The owner's side has decided against this supplier here."))
    return ALLOWED


def may_give_mandate(actor: Actor, scenario: Scenario) -> Verdict:
    """The coordinating office of the scenario's city."""
    if actor.holds(Permission.MATCHMAKING_MANDATE_GIVE, scenario.city):
        return ALLOWED
    return Verdict(_("Only the coordinating office of the city gives scenarios to brokers."))


def is_reasoned(kind: JudgementKind, reason: str, words: str) -> Verdict:
    """Against a supplier: a reason of the list, and words where the reason is another one."""
    if kind not in OUT:
        return ALLOWED
    if reason not in ReasonCode.values:
        return Verdict(_("Choose why this supplier does not fit."))
    if reason == ReasonCode.OTHER and not words.strip():
        return Verdict(_("Say in a sentence what the reason is."))
    return ALLOWED


def may_rematch(actor: Actor, city: Unit) -> Verdict:
    """The coordinating office of the city."""
    if actor.holds(Permission.MATCHMAKING_CITY_REMATCH, city):
        return ALLOWED
    return Verdict(_("Only the coordinating office of the city may match it again."))


def may_cancel(actor: Actor, run: Run) -> Verdict:
    """The same office, while the run has not ended."""
    ended = run.state not in CANCEL.sources
    return all_of(
        may_rematch(actor, run.city),
        Verdict(_("This re-match has ended.")) if ended else ALLOWED,
    )


def may_resume(actor: Actor, run: Run) -> Verdict:
    """The same office, after a cancellation or a fault."""
    going = run.state not in RESUME.sources
    return all_of(
        may_rematch(actor, run.city),
        Verdict(_("This re-match was not stopped.")) if going else ALLOWED,
    )


def may_fit(actor: Actor, city: Unit, sample: Sample) -> Verdict:
    """The coordinating office of the city, once enough became of what was shown."""
    if not actor.holds(Permission.MATCHMAKING_RERANKING_SWITCH, city):
        return Verdict(_("Only the coordinating office of the city orders by outcomes."))
    return is_enough(sample)


def is_enough(sample: Sample) -> Verdict:
    """Enough earlier pairs of which one knows how they went, well and not."""
    if sample.enough:
        return ALLOWED
    told = {
        "least": LEAST,
        "kind": LEAST_OF_A_KIND,
        "pairs": len(sample.earlier),
        "good": sample.earlier_good,
        "other": len(sample.earlier) - sample.earlier_good,
    }
    words = _(
        "Too few outcomes yet: it takes %(least)d earlier pairs that were shown and of which it is"
        " known how they went, at least %(kind)d that went well and %(kind)d that did not. There"
        " are %(pairs)d: %(good)d and %(other)d."
    )
    return Verdict(words % told)


def may_switch_on(actor: Actor, fitted: Reranking, *, newest: int, engine: str) -> Verdict:
    """The same office: the newest fit, for this engine, with a gain that is no chance."""
    if not actor.holds(Permission.MATCHMAKING_RERANKING_SWITCH, fitted.city):
        return Verdict(_("Only the coordinating office of the city orders by outcomes."))
    if fitted.state not in SWITCH_ON.sources:
        return Verdict(_("It is in use already."))
    if fitted.pk != newest:
        return Verdict(_("There is a newer fit; only that one can be used."))
    if fitted.engine != engine:
        return Verdict(_("It was fitted for an earlier version of the matching; fit it anew."))
    return is_proven(fitted)


def is_proven(fitted: Reranking) -> Verdict:
    """It put the right supplier higher on later outcomes, by more than chance."""
    if not fitted.demands:
        return Verdict(
            _(
                "Not proven: no scenario of the later outcomes has both a supplier with whom it"
                " went well and another one."
            )
        )
    if fitted.reranked <= fitted.plain:
        return Verdict(
            _(
                "Not proven: on the %(n)d scenarios of later outcomes it was not better than the"
                " plain order."
            )
            % {"n": fitted.demands}
        )
    if fitted.p >= SURE:
        return Verdict(
            _(
                "Not proven: on the %(n)d scenarios of later outcomes it was better, but chance"
                " alone would give such a gain in %(percent)d of 100 cases."
            )
            % {"n": fitted.demands, "percent": round(100 * fitted.p)}
        )
    return ALLOWED


def may_switch_off(actor: Actor, fitted: Reranking) -> Verdict:
    """The same office, while it is in use."""
    if not actor.holds(Permission.MATCHMAKING_RERANKING_SWITCH, fitted.city):
        return Verdict(_("Only the coordinating office of the city orders by outcomes."))
    if fitted.state not in SWITCH_OFF.sources:
        return Verdict(_("It is not in use."))
    return ALLOWED


def may_keep_profile(actor: Actor, organisation: Organisation | None) -> Verdict:
    """Members for their organisation; for oneself anybody who is signed in."""
    if organisation is None:
        if actor.user_id is not None:
            return ALLOWED
        return Verdict(_("Sign in to save what fits you."))
    seat = organisation.seat
    if seat and actor.holds(Permission.MATCHMAKING_PROFILE_KEEP, seat):
        return ALLOWED
    return Verdict(_("Only members of the organisation keep its profiles."))


def may_change_profile(actor: Actor, profile: Profile) -> Verdict:
    """The person it belongs to, or members of its organisation."""
    if profile.organisation is not None:
        return may_keep_profile(actor, profile.organisation)
    if actor.user_id is not None and actor.user_id == profile.user_id:
        return ALLOWED
    return Verdict(_("This profile belongs to somebody else."))
