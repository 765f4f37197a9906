"""What the catalogue tells the rest of the house."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioEntered(Fact):
    """A scenario came into the catalogue; ``origin`` is "case", "import" or "pack"."""

    verb = "catalogue.scenario.entered"
    label = _("entered into the catalogue")
    public = True

    scenario_id: int
    origin: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioCorrected(Fact):
    """Public content changed; ``fields`` names which, the version keeps the text."""

    verb = "catalogue.scenario.corrected"
    label = _("content corrected")
    public = True

    scenario_id: int
    version: int
    fields: list[str]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PartLinked(Fact):
    """A scenario became part of a larger one; the larger one is the subject."""

    verb = "catalogue.scenario.part_linked"
    label = _("part linked")
    public = True

    scenario_id: int
    part_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PartUnlinked(Fact):
    """It is no part of the larger one any more."""

    verb = "catalogue.scenario.part_unlinked"
    label = _("part taken out")
    public = True

    scenario_id: int
    part_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioPublished(Fact):
    """A scenario became visible to everybody."""

    verb = "catalogue.scenario.published"
    label = _("published")
    public = True

    scenario_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioMatched(Fact):
    """A partner was found."""

    verb = "catalogue.scenario.matched"
    label = _("partner found")
    public = True

    scenario_id: int
    note: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioLanded(Fact):
    """The scenario works on the ground."""

    verb = "catalogue.scenario.landed"
    label = _("landed")
    public = True

    scenario_id: int
    note: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioClosed(Fact):
    """It ended without landing, and why."""

    verb = "catalogue.scenario.closed"
    label = _("closed without landing")
    public = True

    scenario_id: int
    note: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioReopened(Fact):
    """It takes answers again."""

    verb = "catalogue.scenario.reopened"
    label = _("opened again")
    public = True

    scenario_id: int
    note: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioWithdrawn(Fact):
    """It is no longer public."""

    verb = "catalogue.scenario.withdrawn"
    label = _("withdrawn")
    public = True

    scenario_id: int
    note: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CapabilityEntered(Fact):
    """A capability came into the catalogue."""

    verb = "catalogue.capability.entered"
    label = _("capability described")
    public = True

    capability_id: int
    origin: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CapabilityChanged(Fact):
    """A capability's text changed."""

    verb = "catalogue.capability.changed"
    label = _("capability changed")
    public = True

    capability_id: int
    fields: list[str]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CapabilityRetired(Fact):
    """A capability is no longer offered to the public."""

    verb = "catalogue.capability.retired"
    label = _("capability taken back")
    public = True

    capability_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class CapabilityOffered(Fact):
    """A capability that was taken back is offered again."""

    verb = "catalogue.capability.offered"
    label = _("capability offered again")
    public = True

    capability_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ContactUnmasked(Fact):
    """A signed-in person looked at contact data."""

    verb = "catalogue.contact.unmasked"
    label = _("contact data shown")

    subject: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ListPrepared(Fact):
    """A list was begun, or its items changed, before its release."""

    verb = "catalogue.list.prepared"
    label = _("list prepared")

    release_id: int
    scenario_ids: list[int]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ListReleased(Fact):
    """A list was frozen, hashed and published."""

    verb = "catalogue.list.released"
    label = _("list released")
    public = True

    release_id: int
    sha256: str
    items: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioListed(Fact):
    """A scenario is part of a released list."""

    verb = "catalogue.scenario.listed"
    label = _("released in a list")
    public = True

    scenario_id: int
    release_id: int
    ordinal: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AddendumMade(Fact):
    """Something was said about a released list later."""

    verb = "catalogue.list.addendum_made"
    label = _("addendum")
    public = True

    release_id: int
    addendum_id: int
    kind: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationListed(Fact):
    """An organisation became known from a list, without having registered."""

    verb = "catalogue.organisation.listed"
    label = _("organisation entered from a list")
    public = True

    organisation_id: int
    origin: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationCompleted(Fact):
    """A list told more about an organisation; ``fields`` names what."""

    verb = "catalogue.organisation.completed"
    label = _("organisation completed from a list")
    public = True

    organisation_id: int
    fields: list[str]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class LabelGiven(Fact):
    """A lab is recognised for a term."""

    verb = "catalogue.label.given"
    label = _("recognised")
    public = True

    label_id: int
    lab_id: int
    number: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class LabelExpired(Fact):
    """The term of a recognition is over."""

    verb = "catalogue.label.expired"
    label = _("recognition expired")
    public = True

    label_id: int
    lab_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class LabelWithdrawn(Fact):
    """A recognition was withdrawn, with the reason."""

    verb = "catalogue.label.withdrawn"
    label = _("recognition withdrawn")
    public = True

    label_id: int
    lab_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRenewed(Fact):
    """A recognition was renewed: another label took its place."""

    verb = "catalogue.label.renewed"
    label = _("recognition renewed")
    public = True

    label_id: int
    lab_id: int
    until: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class LabEntered(Fact):
    """A lab recognised elsewhere, and known from a source, came into the directory."""

    verb = "catalogue.lab.entered"
    label = _("entered into the directory of labs")
    public = True

    lab_id: int
    batch: int
