"""An officer corrects the public content of a scenario; the version before it is kept."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue import rules
from citystage.stages.catalogue.facts import ScenarioCorrected
from citystage.stages.catalogue.indexing import fill
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.versions import differences, keep_version, snapshot

CORRECTABLE = frozenset(
    {
        "title",
        "title_en",
        "summary",
        "answers",
        "tier",
        "side",
        "mode",
        "mode_text",
        "field",
        "chain",
        "district",
        "lead_department",
        "owner_name",
        "budget",
        "budget_text",
        "valid_from",
        "valid_until",
        "contact",
    }
)


class StaleRecord(Refusal):
    """Somebody changed the record since the form was opened."""


@transaction.atomic(durable=True)
def correct(scenario: Scenario, *, changes: dict[str, Any], version: int, stamp: Stamp) -> Scenario:
    """Apply ``changes`` (column → value) to the version the editor saw.

    Raises ``StaleRecord`` when another version came in between, ``ValueError`` for a column that
    is not public content.
    """
    if unknown := set(changes) - CORRECTABLE:
        raise ValueError(f"not correctable: {sorted(unknown)}")
    locked = Scenario.objects.select_for_update(of=("self",)).get(pk=scenario.pk)
    rules.may_edit(stamp.actor, locked).enforce()
    if locked.version != version:
        raise StaleRecord(
            _("This record was changed meanwhile (version %(now)d, you opened %(seen)d).")
            % {"now": locked.version, "seen": version}
        )
    before, contact = snapshot(locked), locked.contact
    for column, value in changes.items():
        setattr(locked, column, value)
    changed = differences(before, snapshot(locked))
    if locked.contact != contact:
        changed.append("contact")
    if not changed:
        return locked
    locked.save(update_fields=list(changes))
    keep_version(locked, stamp=stamp)
    fill([locked])
    fact = ScenarioCorrected(scenario_id=locked.pk, version=locked.version, fields=changed)
    journal.record(fact, subject=locked, stamp=stamp)
    return locked
