"""What pages and commands may read of imports, cut to what the actor may see."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import FETCH_RAISE, QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.sheets.models import ImportRow, ImportRun, Layout
from citystage.foundation.sheets.states import ImportState
from citystage.foundation.sheets.targets import Outcome
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound

PULSE = timedelta(seconds=45)


def importable_cities(actor: Actor) -> list[Unit]:
    """The cities for which this person may import."""
    reach = actor.reach(Permission.CATALOGUE_RECORD_IMPORT)
    cities = {(unit.city or unit).pk: unit.city or unit for unit in reach}
    return [city for city in cities.values() if actor.holds(_PERMISSION, city)]


_PERMISSION = Permission.CATALOGUE_RECORD_IMPORT


def history(actor: Actor) -> QuerySet[ImportRun]:
    """Imports of this person's cities, the newest first."""
    return (
        ImportRun.objects.reachable_by(actor)
        .select_related("city", "made_by")
        .order_by("-pk")
        .fetch_mode(FETCH_RAISE)
    )


def reach_run(actor: Actor, run_id: int) -> ImportRun:
    """One of them by its number; what lies out of reach is not found."""
    found = history(actor).filter(pk=run_id).first()
    if found is None:
        raise NotFound(_("There is no such import within your reach."))
    return found


def report(run: ImportRun, outcome: str = "") -> QuerySet[ImportRow]:
    """The rows of an import in the order of the sheet, all or those with one outcome."""
    rows = ImportRow.objects.filter(run=run).order_by("number").fetch_mode(FETCH_RAISE)
    return rows.filter(outcome=outcome) if outcome else rows


def rejected(run: ImportRun) -> Iterator[ImportRow]:
    """The rejected rows, streamed."""
    return report(run, Outcome.REJECTED).iterator(chunk_size=2000)


def kept_layout(city: Unit, target: str, signature: str) -> Layout | None:
    """How files of this layout were read before."""
    return Layout.objects.filter(city=city, target=target, signature=signature).first()


def run_by_id(run_id: int) -> ImportRun:
    """An import by its number, for jobs and commands, which act without a person's reach."""
    return ImportRun.objects.select_related("city", "city__city", "made_by").get(pk=run_id)


def stranded(*, at: datetime) -> list[int]:
    """Running imports whose worker has shown no sign of life for a while."""
    lost = ImportRun.objects.filter(state=ImportState.RUNNING, pulse_at__lt=at - PULSE)
    return list(lost.order_by("pk").values_list("pk", flat=True))
