"""A template of yearly assessments gets a new version; assessments begun before keep theirs."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import Refusal
from citystage.stages.evaluation.criteria import WrittenTemplate
from citystage.stages.evaluation.facts.exercises import TemplateChanged
from citystage.stages.evaluation.keeping import Outrun, worded
from citystage.stages.evaluation.models import TemplateVersion
from citystage.stages.evaluation.yearly import rules
from citystage.stages.evaluation.yearly.templates import templates_of


class CannotWrite(Refusal):
    """There is no such template, or nothing about it is new."""

    status = 422


@transaction.atomic(durable=True)
def write_template(
    city: Unit, *, written: WrittenTemplate, reason: str, number: int, stamp: Stamp
) -> TemplateVersion:
    """``number``: of the version the page was drawn with, 0 for the pack's.

    Raises ``Outrun`` when somebody wrote another version meanwhile.
    """
    locked = Unit.objects.select_for_update(of=("self",)).get(pk=city.pk)
    rules.may_write_templates(stamp.actor, locked).enforce()
    code = written.template.code
    now = next((one for one in templates_of(locked) if one.template.code == code), None)
    if now is None or now.template.subject != written.template.subject:
        raise CannotWrite(_("This city has no such template."))
    if now.number != number:
        raise Outrun(_("Somebody wrote another version of this template meanwhile; look again."))
    if now.written == written:
        raise CannotWrite(_("Nothing is changed."))
    made = TemplateVersion.objects.create(
        city=locked,
        code=code,
        number=number + 1,
        value=written.model_dump(mode="json"),
        reason=worded(reason),
        made_by_id=stamp.actor.person,
        made_at=stamp.at,
    )
    told = TemplateChanged(template_id=made.pk, code=code, number=made.number, reason=made.reason)
    journal.record(told, subject=made, stamp=stamp)
    return made
