"""How an agreement is written down: by itself, or out of an intent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.stages.docking import agreeing
from citystage.stages.docking.agreeing import Side, Terms
from citystage.stages.docking.facts.agreements import AgreementSigned
from citystage.stages.docking.models import Agreement, Intent
from citystage.stages.docking.states.agreements import Force
from citystage.stages.selection.posting import ZONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """When it was signed, how far it binds, its last day."""

    force: Force
    signed_on: date
    expires_on: date | None = None

    def check(self, stamp: Stamp) -> None:
        """Raise ``BadDeal`` for days that are not in order."""
        if self.signed_on > stamp.at.astimezone(ZONE).date():
            raise agreeing.BadDeal(_("An agreement is entered once it is signed."))
        if self.expires_on is not None and self.expires_on < self.signed_on:
            raise agreeing.BadDeal(_("Its last day lies before its signing."))


def sign(  # noqa: PLR0913 -- the parts of one agreement
    city: Unit,
    *,
    terms: Terms,
    signature: Signature,
    sides: Iterable[Side],
    intent: Intent | None,
    stamp: Stamp,
) -> Agreement:
    """Write it down with its parties and its fact."""
    signature.check(stamp)
    made = Agreement.objects.create(
        city=city,
        intent=intent,
        kind=terms.kind,
        force=signature.force,
        title=terms.title.strip(),
        text=terms.text.strip(),
        amount=terms.amount,
        amount_text=terms.amount_text,
        scenario=terms.scenario,
        event=terms.event,
        broker=terms.broker,
        signed_on=signature.signed_on,
        expires_on=signature.expires_on,
        entered_by_id=stamp.actor.user_id,
        entered_for=stamp.actor.unit,
        entered_at=stamp.at,
    )
    agreeing.add_parties(sides, agreement=made)
    told = AgreementSigned(
        agreement_id=made.pk, kind=made.kind, force=made.force, amount=made.amount
    )
    journal.record(told, subject=made, stamp=stamp)
    return made
