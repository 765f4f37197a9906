"""Whom matchmaking tells of its own facts; and decisions on a draft go with it."""

from django.utils.translation import gettext_noop

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.ledger.journal import on
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.facts import ScenarioEntered
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.telling import tell_owners
from citystage.stages.matchmaking import facts
from citystage.stages.matchmaking.deciding import lock_draft
from citystage.stages.matchmaking.models import Judgement, Run

_SCENARIO = ("application__filed_by", "owner_unit", "owner__seat")


def _scenario(pk: int) -> Scenario:
    return Scenario.objects.select_related(*_SCENARIO).get(pk=pk)


@on(facts.PartnerProposed)
def tell_proposed(fact: facts.PartnerProposed, stamp: Stamp) -> None:
    """The owner hears whom the broker proposes, and why."""
    made = Judgement.objects.select_related("organisation").get(pk=fact.judgement_id)
    scenario = _scenario(fact.scenario_id)
    template = gettext_noop("A broker proposes %(supplier)s for “%(title)s”: %(words)s")
    values = {
        "supplier": made.organisation.name,
        "title": scenario.title,
        "words": made.words,
    }
    tell_owners(scenario, template=template, values=values, stamp=stamp)


@on(facts.MandateGiven)
def tell_mandated(fact: facts.MandateGiven, stamp: Stamp) -> None:
    """The broker hears that there is something to do."""
    scenario, unit = _scenario(fact.scenario_id), Unit.objects.get(pk=fact.unit_id)
    tell(
        wearers(Permission.MATCHMAKING_PAIR_PROPOSE, unit, at=stamp.at),
        group=Group.TASK,
        template=gettext_noop("“%(title)s” was given to you: please find suppliers."),
        values={"title": scenario.title},
        about=scenario,
        stamp=stamp,
    )


@on(facts.SuggestionConfirmed)
def tell_confirmed(fact: facts.SuggestionConfirmed, stamp: Stamp) -> None:
    """The broker who proposed the supplier hears that it fits."""
    template = gettext_noop("%(supplier)s, proposed by you for “%(title)s”, was confirmed.")
    _tell_broker(fact, template, stamp)


@on(facts.SuggestionRejected)
def tell_rejected(fact: facts.SuggestionRejected, stamp: Stamp) -> None:
    """The broker who proposed the supplier hears that it does not fit."""
    template = gettext_noop("%(supplier)s, proposed by you for “%(title)s”, was rejected.")
    _tell_broker(fact, template, stamp)


def _tell_broker(fact: facts.Judged, template: str, stamp: Stamp) -> None:
    proposals = Judgement.objects.filter(
        scenario_id=fact.scenario_id,
        organisation_id=fact.organisation_id,
        proposal=True,
        current=True,
    )
    found = proposals.select_related("organisation", "scenario", "made_by").first()
    if found is None or found.made_by is None or found.scenario is None:
        return
    tell(
        [found.made_by],
        group=Group.PROGRESS,
        template=template,
        values={"supplier": found.organisation.name, "title": found.scenario.title},
        about=found.scenario,
        stamp=stamp,
    )


@on(ScenarioEntered)
def carry_judgements(fact: ScenarioEntered, stamp: Stamp) -> None:
    """What was decided on the suppliers of a draft holds for the scenario it became."""
    if fact.origin != "case":
        return
    scenario = Scenario.objects.select_related("application").get(pk=fact.scenario_id)
    if scenario.application is None:
        return
    lock_draft(scenario.application)
    carried = Judgement.objects.filter(
        application=scenario.application, scenario__isnull=True
    ).update(scenario=scenario)
    if carried:
        told = facts.DraftJudgementsCarried(
            application_id=scenario.application.pk, scenario_id=scenario.pk, decisions=carried
        )
        journal.record(told, subject=scenario, stamp=stamp)


@on(facts.RunFinished)
def tell_finished(fact: facts.RunFinished, stamp: Stamp) -> None:
    """Whoever asked hears what changed."""
    counts = fact.counts
    template = gettext_noop(
        "The re-match of %(city)s is finished: %(new)s new, %(gone)s gone, %(better)s better,"
        " %(worse)s worse"
    )
    moved = {kind: counts.get(kind, 0) for kind in ("new", "gone", "better", "worse")}
    _tell_starter(fact.run_id, template, moved, stamp)


@on(facts.RunFailed)
def tell_failed(fact: facts.RunFailed, stamp: Stamp) -> None:
    """Whoever asked hears that it stopped."""
    template = gettext_noop("The re-match of %(city)s stopped at a fault; it can go on from there.")
    _tell_starter(fact.run_id, template, {}, stamp)


def _tell_starter(run_id: int, template: str, values: dict[str, int], stamp: Stamp) -> None:
    run = Run.objects.select_related("city", "made_by").get(pk=run_id)
    if run.made_by is None:
        return
    # The job acts in the name of whoever asked, and is to tell them all the same.
    stamped = Stamp(NOBODY, stamp.at, stamp.channel, stamp.request_id)
    tell(
        [run.made_by],
        group=Group.PROGRESS,
        template=template,
        values={"city": run.city.name, **values},
        about=run,
        stamp=stamped,
    )
