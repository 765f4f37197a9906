"""How the catalogue answers what review tells, and whom it tells of its own public facts."""

from dataclasses import asdict

from django.utils import timezone
from django.utils.translation import gettext_noop

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.foundation.ledger.facts import Fact
from citystage.foundation.ledger.journal import on
from citystage.foundation.membership.facts import RegistrationApproved
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.stages.catalogue import facts
from citystage.stages.catalogue.entering import next_numbers, scenario_of
from citystage.stages.catalogue.facts import ScenarioEntered
from citystage.stages.catalogue.indexing import fill, fill_labs, fill_organisations
from citystage.stages.catalogue.models import Addendum, Lab, Label, Release, Scenario
from citystage.stages.catalogue.recognised import recognise
from citystage.stages.catalogue.telling import builders_of, followers_of, owners_of, tell_owners
from citystage.stages.catalogue.versions import keep_version
from citystage.stages.intake.models import Application
from citystage.stages.review.facts import CaseChosen
from citystage.stages.selection.facts.candidacies import CandidacyTookEffect

# Rows that come in by the thousand are told to nobody: no person acted on one of them.
_IN_BULK = frozenset({"job", "cli"})


@on(CaseChosen)
def enter_chosen(fact: CaseChosen, stamp: Stamp) -> None:
    """A chosen application enters the reserve pool, ready to be put into a list."""
    application = Application.objects.select_related("city", "recommender", "owner_unit").get(
        pk=fact.application_id
    )
    if Scenario.objects.filter(application=application).exists():
        return
    (number,) = next_numbers(application.city, year=timezone.localdate(stamp.at).year, count=1)
    scenario = scenario_of(application, number=number, stamp=stamp)
    scenario.save()
    keep_version(scenario, stamp=stamp)
    fill([scenario])
    told = ScenarioEntered(scenario_id=scenario.pk, origin="case")
    journal.record(told, subject=scenario, stamp=stamp)


@on(CandidacyTookEffect)
def recognise_selected(fact: CandidacyTookEffect, stamp: Stamp) -> None:
    """What selection lets take effect is recognised in the same moment."""
    recognise(fact.candidacy_id, stamp=stamp)


@on(RegistrationApproved)
def show_organisation(fact: RegistrationApproved, stamp: Stamp) -> None:  # noqa: ARG001 -- a follower
    """A registered organisation is found by the public at once."""
    fill_organisations([Organisation.objects.get(pk=fact.organisation_id)])


def show_lab(fact: Fact, stamp: Stamp) -> None:  # noqa: ARG001 -- a follower
    """What is recognised, or no longer, is found as such at once."""
    fill_labs([Lab.objects.get(pk=asdict(fact)["lab_id"])])


def _scenario(pk: int) -> Scenario:
    related = ("application__filed_by", "owner_unit", "owner__seat")
    return Scenario.objects.select_related(*related).get(pk=pk)


@on(facts.ScenarioListed)
def tell_listed(fact: facts.ScenarioListed, stamp: Stamp) -> None:
    """The owner learns in which list the scenario was released, and at which place."""
    if stamp.channel in _IN_BULK:
        return
    scenario, release = _scenario(fact.scenario_id), Release.objects.get(pk=fact.release_id)
    values = {"title": scenario.title, "list": release.title, "ordinal": fact.ordinal}
    template = gettext_noop("“%(title)s” is item %(ordinal)s of the released list “%(list)s”.")
    tell_owners(scenario, template=template, values=values, stamp=stamp)


@on(facts.ScenarioCorrected)
def tell_corrected(fact: facts.ScenarioCorrected, stamp: Stamp) -> None:
    """Followers learn that the public text changed."""
    template = gettext_noop("The content of “%(title)s” was corrected.")
    _tell_both(fact.scenario_id, template, "", stamp)


@on(facts.ScenarioMatched)
def tell_matched(fact: facts.ScenarioMatched, stamp: Stamp) -> None:
    """Owner and followers learn that a partner was found."""
    template = gettext_noop("A partner was found for “%(title)s”: %(note)s")
    _tell_both(fact.scenario_id, template, fact.note, stamp)


@on(facts.ScenarioLanded)
def tell_landed(fact: facts.ScenarioLanded, stamp: Stamp) -> None:
    """Owner and followers learn of the landing."""
    template = gettext_noop("“%(title)s” has landed: %(note)s")
    _tell_both(fact.scenario_id, template, fact.note, stamp)


@on(facts.ScenarioClosed)
def tell_closed(fact: facts.ScenarioClosed, stamp: Stamp) -> None:
    """Owner and followers learn that it ended, and why."""
    template = gettext_noop("“%(title)s” was closed without landing: %(note)s")
    _tell_both(fact.scenario_id, template, fact.note, stamp)


@on(facts.ScenarioReopened)
def tell_reopened(fact: facts.ScenarioReopened, stamp: Stamp) -> None:
    """Owner and followers learn that it takes answers again."""
    template = gettext_noop("“%(title)s” is open for answers again: %(note)s")
    _tell_both(fact.scenario_id, template, fact.note, stamp)


@on(facts.ScenarioWithdrawn)
def tell_withdrawn(fact: facts.ScenarioWithdrawn, stamp: Stamp) -> None:
    """Owner and followers learn that it left the public, and why."""
    template = gettext_noop("“%(title)s” was withdrawn from the public: %(note)s")
    _tell_both(fact.scenario_id, template, fact.note, stamp)


def _tell_both(scenario_id: int, template: str, note: str, stamp: Stamp) -> None:
    """Owners as those whom it concerns, everybody else who follows; each person once."""
    following = followers_of(Scenario(pk=scenario_id))
    if stamp.channel in _IN_BULK and not following:
        return
    scenario = _scenario(scenario_id)
    values = {"title": scenario.title, "note": note}
    owners = {user.pk for user in owners_of(scenario, stamp)}
    if stamp.channel not in _IN_BULK:
        tell_owners(scenario, template=template, values=values, stamp=stamp)
        following = [user for user in following if user.pk not in owners]
    tell(
        following,
        group=Group.FOLLOWED,
        template=template,
        values=values,
        about=scenario,
        stamp=stamp,
    )


@on(facts.AddendumMade)
def tell_addendum(fact: facts.AddendumMade, stamp: Stamp) -> None:
    """Who follows the list, or the item it concerns, learns what was said of it."""
    addendum = Addendum.objects.select_related("release", "item__scenario").get(pk=fact.addendum_id)
    values = {"list": addendum.release.title, "number": addendum.number, "text": addendum.text}
    template = gettext_noop("Addendum %(number)s to the list “%(list)s”: %(text)s")
    scenarios = [_scenario(addendum.item.scenario_id)] if addendum.item else []
    owners = [user for scenario in scenarios for user in owners_of(scenario, stamp)]
    told = {user.pk for user in owners}
    # A withdrawn item's own people have just been told of the withdrawal.
    if addendum.kind == Addendum.Kind.WITHDRAWAL:
        told |= {user.pk for user in followers_of(*scenarios)}
        owners = []
    people = [one for one in followers_of(addendum.release, *scenarios) if one.pk not in told]
    for group, readers in ((Group.PROGRESS, owners), (Group.FOLLOWED, people)):
        tell(
            readers,
            group=group,
            template=template,
            values=values,
            about=addendum.release,
            stamp=stamp,
        )


_OF_LABELS: dict[type[Fact], str] = {
    facts.LabelGiven: gettext_noop("“%(title)s” is recognised: %(number)s."),
    facts.LabelExpired: gettext_noop("The recognition %(number)s of “%(title)s” has expired."),
    facts.LabelWithdrawn: gettext_noop(
        "The recognition %(number)s of “%(title)s” was withdrawn: %(reason)s"
    ),
    facts.LabelRenewed: gettext_noop("The recognition %(number)s of “%(title)s” was renewed."),
}


def tell_label(fact: Fact, stamp: Stamp) -> None:
    """Who builds the lab learns of it; the office hears of what expires by itself."""
    payload = asdict(fact)
    along = ("lab__application__filed_by", "lab__builder__seat", "city")
    label = Label.objects.select_related(*along).get(pk=payload["label_id"])
    if stamp.channel == "cli":
        return
    people = builders_of(label, stamp)
    if isinstance(fact, facts.LabelExpired):
        people += wearers(Permission.CATALOGUE_LABEL_MANAGE, label.city, at=stamp.at)
    values = {"title": label.lab.name, "number": label.number, "reason": label.reason}
    tell(
        people,
        group=Group.PROGRESS,
        template=_OF_LABELS[type(fact)],
        values=values,
        about=label.lab,
        stamp=stamp,
    )


for _kind in _OF_LABELS:
    on(_kind)(tell_label)
    on(_kind)(show_lab)
on(facts.LabEntered)(show_lab)
