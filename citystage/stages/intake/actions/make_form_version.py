"""A form gets a new version; applications under way keep theirs."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import Refusal
from citystage.stages.intake import rules
from citystage.stages.intake.facts import FormVersionMade
from citystage.stages.intake.forming.checking import Problem, problems
from citystage.stages.intake.models import FormVersion


class BadForm(Refusal):
    """The definition has problems; each names its field."""

    status = 422

    def __init__(self, found: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in found))
        self.problems = tuple(found)


class FormMoved(Refusal):
    """Somebody else made a newer version meanwhile."""


@transaction.atomic(durable=True)
def make_form_version(  # noqa: PLR0913 -- a form is all of these
    city: Unit,
    *,
    code: str,
    title: str,
    title_en: str,
    definition: Mapping[str, object],
    stamp: Stamp,
    based_on: int | None = None,
) -> FormVersion:
    """Make the next version; when nothing differs the newest version is returned as it is.

    ``based_on`` is the version the person edited. Raises ``BadForm``, ``FormMoved``.
    """
    Unit.objects.select_for_update().get(pk=city.pk)
    rules.may_edit_forms(stamp, city).enforce()
    if found := problems(definition):
        raise BadForm(found)
    newest = FormVersion.objects.filter(city=city, code=code).order_by("-version").first()
    reached = newest.version if newest else 0
    if based_on is not None and based_on != reached:
        raise FormMoved(
            _("Version %d of this form was made meanwhile. Look at it before you make another.")
            % reached
        )
    wanted = (title, title_en, dict(definition))
    if newest and (newest.title, newest.title_en, newest.definition) == wanted:
        return newest
    version = FormVersion.objects.create(
        city=city,
        code=code,
        version=reached + 1,
        title=title,
        title_en=title_en,
        definition=dict(definition),
        made_by_id=stamp.actor.user_id,
        made_at=stamp.at,
    )
    fact = FormVersionMade(form_version_id=version.pk, version=version.version)
    journal.record(fact, subject=version, stamp=stamp)
    return version
