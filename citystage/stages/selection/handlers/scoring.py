"""Whom the steps after scoring tell what: the ``tells`` of their Moves, in words."""

from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.journal import on
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.stages.selection.facts.candidacies import SentToDiligence
from citystage.stages.selection.handlers.deciding import people_of
from citystage.stages.selection.models import Candidacy
from citystage.stages.selection.states.candidacies import TO_DILIGENCE


@on(SentToDiligence)
def tell_the_applicant(fact: SentToDiligence, stamp: Stamp) -> None:
    """The applicant knows that somebody will look closer."""
    along = ("application__filed_by", "application__recommender", "programme__city")
    candidacy = Candidacy.objects.select_related(*along).get(pk=fact.candidacy_id)
    for word in TO_DILIGENCE.tells:
        tell(
            people_of(candidacy, word, stamp),
            group=Group.PROGRESS,
            template=gettext_noop("“%(title)s” goes into due diligence."),
            values={"title": candidacy.application.title},
            about=candidacy.application,
            stamp=stamp,
        )
