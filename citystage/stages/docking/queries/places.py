"""Which page a record of tracking is opened at."""

from citystage.stages.docking.models import FollowUp


def number_of_follow_up(pk: int) -> str:
    """The number of the scenario a line of the responsibility list is about."""
    return str(FollowUp.objects.values_list("scenario__number", flat=True).get(pk=pk))
