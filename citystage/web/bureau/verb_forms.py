"""Which form each verb on a case takes."""

from django.forms import Form
from django.http import QueryDict

from citystage.foundation.access.stamps import Stamp
from citystage.stages.intake.forming.definition import parse
from citystage.stages.review import queries
from citystage.stages.review.models import Case
from citystage.web.bureau.wording import AskForm, AssignForm, CommentForm, ReasonForm


def form_for(
    verb: str, case: Case, stamp: Stamp, data: QueryDict | None = None, *, about: str = ""
) -> Form:
    """The form of one verb; an empty one for those that need no words."""
    prefix = f"id_{verb}_%s"
    if verb == "assign":
        officers = queries.officers(case, stamp)
        return AssignForm(data, officers=officers, auto_id=prefix)
    if verb == "ask":
        return AskForm(data, units=queries.askable(case), auto_id=prefix)
    if verb == "comment":
        fields = parse(case.application.form.definition).fields
        named = [(one.key, str(one.label)) for one in fields]
        return CommentForm(data, fields=named, initial={"about": about}, auto_id=prefix)
    if verb in ("return", "back"):
        return ReasonForm(data, auto_id=prefix)
    return Form(data)
