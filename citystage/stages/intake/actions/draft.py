"""Somebody begins an application: in its own name, or for a third party that has agreed."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.engines.text.folding import clean
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.stages.intake import queries, rules
from citystage.stages.intake.facts import ApplicationDrafted
from citystage.stages.intake.forming.definition import TITLE, parse
from citystage.stages.intake.models import Application, Call
from citystage.stages.intake.revising import keep_revision
from citystage.stages.intake.writing import (
    BadAnswers,
    Writing,
    choose_recommender,
    keep_files,
    person,
    read_answers,
)

_NAME, _CONSENT = 200, 1_000


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """For whom an application is filed, and how it agreed."""

    name: str
    consent: str

    def checked(self) -> "ThirdParty":
        """The same, cleaned; raises ``BadAnswers`` when a part is missing or too long."""
        party = ThirdParty(
            " ".join(clean(self.name[:10_000]).split()), clean(self.consent[:10_000])
        )
        errors = {}
        if not 0 < len(party.name) <= _NAME:
            errors["for_name"] = _("Name the third party, in at most %d characters.") % _NAME
        if not 0 < len(party.consent) <= _CONSENT:
            errors["consent"] = (
                _("Say who agreed, when and how, in at most %d characters.") % _CONSENT
            )
        if errors:
            raise BadAnswers(errors)
        return party


@transaction.atomic
def draft(
    call: Call,
    *,
    writing: Writing,
    recommender: Unit | None,
    third_party: ThirdParty | None,
    stamp: Stamp,
) -> Application:
    """Begin an application under the form version the call asks by now.

    Nothing is required yet. ``recommender`` None: the district the answers name.
    """
    call = Call.objects.select_related("city", "form").get(pk=call.pk)
    unit = stamp.actor.unit
    kinds = (
        queries.organisation_kinds(unit) if unit and third_party is None else call.eligible_kinds
    )
    rules.may_file(call, unit=unit, kinds=kinds, stamp=stamp).enforce()
    assert unit is not None
    party = None
    if third_party is not None:
        rules.may_file_for_others(unit, stamp.actor).enforce()
        party = third_party.checked()
    answers = read_answers(parse(call.form.definition), writing, city=call.city, before={})
    application = Application.objects.create(
        city=call.city,
        call=call,
        form=call.form,
        owner_unit=unit,
        owner_name=party.name if party else unit.name,
        on_behalf=party is not None,
        consent=party.consent if party else "",
        filed_by_id=person(stamp),
        recommender=choose_recommender(call, chosen=recommender, unit=unit, answers=answers),
        created_at=stamp.at,
        changed_at=stamp.at,
    )
    keep_files(application, writing.files, answers, stamp=stamp)
    title = str(answers.get(TITLE, ""))
    keep_revision(application, title=title, answers=answers, note="", stamp=stamp)
    fact = ApplicationDrafted(application_id=application.pk, call_id=call.pk)
    journal.record(fact, subject=application, stamp=stamp)
    return application
