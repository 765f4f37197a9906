"""What a lab writes in a report: read from a form, checked against the questions it was asked."""

import re
from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from citystage.kernel.refusals import Refusal
from citystage.stages.evaluation.models import Report
from citystage.stages.evaluation.terms import Question

LONGEST: Final = 10_000
_NUMBER: Final = re.compile(r"^[0-9]{1,12}(\.[0-9]{1,4})?$")


class BadAnswers(Refusal):
    """Some answers cannot be taken; ``errors`` says of which question what."""

    status = 422

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(_("Some answers cannot be taken as they are."))
        self.errors = dict(errors)


def questions_of(report: Report) -> list[Question]:
    """The questions of this report, as they were when it was planned."""
    return [Question.model_validate(one) for one in report.questions]


def kept(report: Report, sent: Mapping[str, str]) -> dict[str, str]:
    """The answers to known questions; empty ones are left out."""
    codes = [one.code for one in questions_of(report)]
    return {code: text for code in codes if (text := str(sent.get(code, "")).strip())}


def wrong(report: Report, answers: Mapping[str, str]) -> dict[str, str]:
    """What cannot stand even in a draft."""
    found = {}
    for one in questions_of(report):
        text = answers.get(one.code, "")
        if len(text) > LONGEST:
            found[one.code] = _("At most %d characters.") % LONGEST
        elif text and one.kind != "text" and not _is_number(text):
            found[one.code] = _("A number of zero or more.")
    return found


def missing(report: Report, answers: Mapping[str, str]) -> dict[str, str]:
    """What a whole report still lacks."""
    return {
        one.code: _("This is needed.")
        for one in questions_of(report)
        if one.required and one.code not in answers
    }


def _is_number(text: str) -> bool:
    return _NUMBER.match(text.replace(",", "")) is not None
