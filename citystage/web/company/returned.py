"""What was asked for when an application came back to its owner."""

from citystage.foundation.ledger.queries import timeline
from citystage.stages.intake.models import Application
from citystage.stages.intake.states import ApplicationState


def asked_for(application: Application) -> str:
    """The reason of the latest return, while the application waits for its owner; else nothing."""
    if application.state != ApplicationState.RETURNED:
        return ""
    reasons = [str(entry.payload.get("reason", "")) for entry in timeline(application)]
    return next((said for said in reversed(reasons) if said), "")
