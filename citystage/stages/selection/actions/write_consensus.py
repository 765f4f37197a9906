"""The chair writes down what the panel agrees on, and signs it; single sheets stay as they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.intake.closing import at_the_act
from citystage.stages.selection import standing
from citystage.stages.selection.actions.save_sheet import Outrun
from citystage.stages.selection.facts.scoring import ConsensusSigned, ConsensusWritten
from citystage.stages.selection.locks import lock_candidacy
from citystage.stages.selection.marking import (
    LONGEST,
    BadMarks,
    Marks,
    missing,
    settled,
    wrong_marks,
)
from citystage.stages.selection.models import Candidacy, Consensus, Seat
from citystage.stages.selection.queries.experts import own_entries
from citystage.stages.selection.rules.scores import may_agree
from citystage.stages.selection.states.panels import SeatState


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Marks and words; of each member (id of the expert) whether they agree, and what they say."""

    values: Mapping[str, str]
    words: str
    agreed: frozenset[int]
    differing: Mapping[int, str] = field(default_factory=dict)


class NotWhole(Refusal):
    """Something is missing before the consensus can be signed."""

    status = 422


@transaction.atomic(durable=True)
def write_consensus(
    seat: Seat, *, agreement: Agreement, version: int, sign: bool, stamp: Stamp
) -> Consensus:
    """Keep the draft, or sign it: then every member agrees or differs with words, for good."""
    stamp = at_the_act(stamp)
    candidacy = lock_candidacy(seat.candidacy_id)
    found = Consensus.objects.select_for_update().filter(candidacy=candidacy).first()
    locked = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    locked.candidacy = candidacy
    own = own_entries(stamp.actor).filter(pk=locked.expert_id).exists()
    barred = standing.barred(stamp.actor, candidacy)
    may_agree(locked, barred, found, stamp.at, own=own).enforce()
    if (found.version if found else 0) != version:
        raise Outrun(_("The consensus was changed in another tab meanwhile. Look at it first."))
    written = _checked(candidacy, agreement, whole=sign)
    kept, _new = Consensus.objects.update_or_create(
        candidacy=candidacy,
        defaults=written
        | {
            "made_by_id": stamp.actor.person,
            "made_at": stamp.at,
            "version": version + 1,
            "signed_at": stamp.at if sign else None,
        },
    )
    ids = {"candidacy_id": candidacy.pk, "version": kept.version}
    told = ConsensusSigned(**ids, values=kept.values) if sign else ConsensusWritten(**ids)
    journal.record(told, subject=candidacy, stamp=stamp)
    return kept


def _checked(candidacy: Candidacy, agreement: Agreement, *, whole: bool) -> dict[str, object]:
    scoring = candidacy.programme.read_terms().scoring
    values = settled(scoring, agreement.values)
    errors = wrong_marks(scoring, values)
    if len(agreement.words) > LONGEST:
        errors["words"] = _("At most %d characters.") % LONGEST
    if whole:
        reasons = {one.code: agreement.words for one in scoring.criteria}
        errors |= missing(scoring, Marks(values=values, reasons=reasons))
    if errors:
        raise BadMarks(errors)
    members = _members(candidacy)
    agreed = agreement.agreed & members.keys()
    differing = {key: said for key, said in agreement.differing.items() if key in members}
    if whole:
        _all_heard(members, agreed, differing)
    return {
        "values": values,
        "words": agreement.words,
        "agreed": sorted(agreed),
        "differing": [
            {"expert": key, "words": said.strip()} for key, said in sorted(differing.items())
        ],
    }


def _all_heard(
    members: Mapping[int, str], agreed: frozenset[int], differing: Mapping[int, str]
) -> None:
    for key, name in members.items():
        if key in agreed:
            continue
        if not differing.get(key, "").strip():
            raise NotWhole(_("%s neither agrees nor has a word of their own on record.") % name)


def _members(candidacy: Candidacy) -> dict[int, str]:
    """Who handed in: experts by key."""
    rows = candidacy.seats.filter(state=SeatState.SCORED).select_related("expert")
    return {one.expert_id: one.expert.name for one in rows}
