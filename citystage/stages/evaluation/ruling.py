"""By which terms a city follows its labs: the newest setting of its pack."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.tenancy.models import Unit
from citystage.foundation.tenancy.queries import setting_of
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue.models import Label
from citystage.stages.evaluation.terms import FollowTerms
from citystage.stages.selection.models import Candidacy
from citystage.stages.selection.terms import Recognition

SETTING = "evaluation"


class NoTerms(Refusal):
    """The pack of the city does not say how labs are followed."""


def terms_of(city: Unit | int) -> FollowTerms | None:
    """The terms of the city, or nothing when its pack has none."""
    kept = setting_of(city.pk if isinstance(city, Unit) else city, SETTING)
    return FollowTerms.model_validate(kept.value) if kept else None


def need_terms(city: Unit | int) -> FollowTerms:
    """The same. Raises ``NoTerms``."""
    if found := terms_of(city):
        return found
    raise NoTerms(_("The settings of this city do not say how labs are followed."))


def recognition_of(label: Label) -> Recognition | None:
    """What the terms of its selection say of a label; renewals hold to those of the first."""
    while label.candidacy_id is None and label.renews is not None:
        label = label.renews
    found = Candidacy.objects.select_related("programme").filter(pk=label.candidacy_id or 0).first()
    return found.programme.read_terms().recognition if found else None
