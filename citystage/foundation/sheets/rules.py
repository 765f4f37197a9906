"""Who may import, and what an import's state allows."""

from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.sheets.models import ImportRun
from citystage.foundation.sheets.states import IMPORT_FLOW, START, ImportState
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.verdicts import ALLOWED, Verdict


def may_import(actor: Actor, city: Unit) -> Verdict:
    """Lists come in through the office of the city that keeps the catalogue."""
    if actor.holds(Permission.CATALOGUE_RECORD_IMPORT, city):
        return ALLOWED
    return Verdict(_("Your role does not import lists for %s.") % city.label)


def may_map(actor: Actor, run: ImportRun) -> Verdict:
    """Columns are mapped until the first row has come in."""
    if run.state != ImportState.UPLOADED:
        return Verdict(_("The import has begun; its columns no longer change."))
    return may_import(actor, run.city)


def may_start(actor: Actor, run: ImportRun) -> Verdict:
    """An uploaded file starts; a cancelled or failed import goes on."""
    if START not in IMPORT_FLOW.moves_from(ImportState(run.state)):
        return Verdict(_("The import is running or has ended."))
    return may_import(actor, run.city)


def may_cancel(actor: Actor, run: ImportRun) -> Verdict:
    """Only what runs can be cancelled."""
    if run.state != ImportState.RUNNING:
        return Verdict(_("The import is not running."))
    return may_import(actor, run.city)
