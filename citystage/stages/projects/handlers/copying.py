"""A copied pattern becomes a draft in intake, filled with what worked elsewhere."""

from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.journal import on
from citystage.kernel.money import WAN_YUAN
from citystage.stages.intake.actions.draft import draft
from citystage.stages.intake.forming.definition import parse
from citystage.stages.intake.models import Call
from citystage.stages.intake.writing import Writing
from citystage.stages.projects.facts.patterns import NeedCopied
from citystage.stages.projects.models import Copy, Pattern

_TEXTS = frozenset({"text", "long_text"})
# What is the new place's own to say.
_OWN = frozenset({"title", "owner_unit", "need", "place", "lead_department", "payer"})


@on(NeedCopied)
def begin(fact: NeedCopied, stamp: Stamp) -> None:
    """In the copying unit's own name; nothing is handed in yet."""
    copy = Copy.objects.select_related("pattern__scenario", "copied_for").get(pk=fact.copy_id)
    call = Call.objects.select_related("city", "form").get(pk=fact.call_id)
    typed = _typed(copy.pattern, call, copy.copied_for.name)
    copy.application = draft(
        call, writing=Writing(typed), recommender=None, third_party=None, stamp=stamp
    )
    copy.save(update_fields=["application"])


def _typed(pattern: Pattern, call: Call, unit: str) -> dict[str, str]:
    known = pattern.scenario.answers
    asked = {one.key: one for one in parse(call.form.definition).fields}
    found = {
        key: str(known[key])
        for key, one in asked.items()
        if one.type in _TEXTS and key not in _OWN and isinstance(known.get(key), str)
    }
    own = {
        "title": pattern.title,
        "owner_unit": unit,
        "need": _need(pattern),
        "side": pattern.scenario.side,
        "field": pattern.scenario.field.code if pattern.scenario.field else "",
    }
    return found | {key: value for key, value in own.items() if key in asked and value}


def _need(pattern: Pattern) -> str:
    parts = [
        _("Copied from “%(title)s” (%(number)s).")
        % {"title": pattern.title, "number": pattern.scenario.number},
        _("Conditions: %s") % pattern.conditions,
        _("Result there: %s") % pattern.result,
        _("To avoid: %s") % pattern.pitfalls,
    ]
    if pattern.cost:
        wan = f"{pattern.cost / WAN_YUAN:.2f}".rstrip("0").rstrip(".")
        parts.append(_("It cost there, in 万元: %s") % wan)
    return "\n".join(parts)
