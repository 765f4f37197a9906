"""A call for help that asks an office becomes an ask of docking."""

from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.journal import on
from citystage.stages.docking.actions.file_ask import Wanted, file_ask
from citystage.stages.docking.states.asks import AskKind
from citystage.stages.projects.facts.work import FlagRaised
from citystage.stages.projects.models import Flag


@on(FlagRaised)
def ask(fact: FlagRaised, stamp: Stamp) -> None:
    """The pack's table says which unit answers; the flag keeps the ask."""
    if not fact.ask_kind:
        return
    flag = Flag.objects.select_related("project__city", "project__scenario__field").get(
        pk=fact.flag_id
    )
    project = flag.project
    about = _("For the project “%s”.") % project.title
    wanted = Wanted(
        kind=AskKind(fact.ask_kind),
        title=flag.title,
        text=f"{flag.words}\n\n{about}",
        public=False,
        field=project.scenario.field,
        scenario=project.scenario,
    )
    flag.ask = file_ask(project.city, wanted=wanted, stamp=stamp)
    flag.save(update_fields=["ask"])
