"""Where records of docking are opened."""

from django.utils.translation import gettext as _

from citystage.kernel.refusals import NotFound
from citystage.stages.docking.models import FollowUp


def number_of_follow_up(pk: int) -> str:
    """The number of the scenario a line of the responsibility list is about, or NotFound."""
    found = FollowUp.objects.filter(pk=pk).values_list("scenario__number", flat=True).first()
    if found is None:
        raise NotFound(_("There is no such line on the responsibility list."))
    return str(found)
