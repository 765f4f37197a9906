"""Selections of a pack: the call, its terms, its places. What an officer changed since is kept."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from citystage.cities.loading.report import Outcome, Work, differences, settle
from citystage.cities.packs.programmes import Programme as Told
from citystage.cities.packs.programmes import Template, terms_of
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.workflow.advance import advance
from citystage.stages.intake.calling import CallSettings
from citystage.stages.intake.facts import CallOpened
from citystage.stages.intake.models import FormVersion, Quota
from citystage.stages.intake.states import OPEN_CALL
from citystage.stages.selection.actions.prepare_programme import prepare_programme
from citystage.stages.selection.models import Programme
from citystage.stages.selection.revising import write_version
from citystage.stages.selection.terms import Terms
from citystage.stages.selection.windows import put_on

_RELOADED = "Renewed from the city pack."


def keep_programmes(work: Work) -> None:
    """New ones open at once, as calls do; the terms of one that nobody changed follow the pack."""
    for told in work.pack.programmes:
        found = (
            Programme.objects.select_related("call")
            .filter(city=work.city, call__code=told.code)
            .first()
        )
        opens_at = _opening(work, told, found)
        terms = terms_of(told, work.pack.templates, opens_at=opens_at)
        if found is None:
            _prepare(work, told, terms)
        elif found.versions.filter(made_by__isnull=False).exists():
            kept = differences(found, {"terms": terms.model_dump(mode="json")})
            outcome = Outcome.KEPT if kept else Outcome.UNCHANGED
            work.report.note("programme", told.code, outcome, kept)
        else:
            _renew(work, told, found, terms)


def _opening(work: Work, told: Told, found: Programme | None) -> datetime:
    """The moment of the pack; of a demonstration's, the one it was first loaded with."""
    if told.opens_at is not None:
        return told.opens_at
    if found is not None:
        return found.read_terms().phases[0].since
    today = timezone.localtime(work.stamp.at).replace(hour=9, minute=0, second=0, microsecond=0)
    return today - timedelta(days=told.opened_days_ago or 0)


def _prepare(work: Work, told: Told, terms: Terms) -> None:
    made = prepare_programme(
        work.city, settings=_settings(work, told), terms=terms, stamp=work.stamp
    )
    opened = CallOpened(call_id=made.call_id)
    advance(made.call, OPEN_CALL, fact=opened, stamp=work.stamp)
    work.report.note("programme", told.code, Outcome.CREATED)


def _renew(work: Work, told: Told, found: Programme, terms: Terms) -> None:
    wanted = {"terms": terms.model_dump(mode="json")}
    if changed := differences(found, wanted):
        put_on(found.call, terms)
        write_version(found, terms, reason=_RELOADED, stamp=work.stamp)
        work.report.note("programme", told.code, Outcome.CHANGED, changed)
    else:
        work.report.note("programme", told.code, Outcome.UNCHANGED)
    settle(work.report, "call", told.code, found.call, _columns(work, told))
    _keep_places(work, told, found)


def _keep_places(work: Work, told: Told, found: Programme) -> None:
    stored = Quota.objects.filter(call_id=found.call_id).select_related("unit")
    for quota in stored:
        places = told.quotas.get(quota.unit.code, _usual(work, told))
        key = f"{told.code}/{quota.unit.code}"
        settle(work.report, "quota", key, quota, {"places": places})


def _template(work: Work, told: Told) -> Template:
    return next(one for one in work.pack.templates if one.code == told.template)


def _usual(work: Work, told: Told) -> int:
    own = told.default_quota
    return _template(work, told).default_quota if own is None else own


def _columns(work: Work, told: Told) -> dict[str, Any]:
    eligibility = _template(work, told).eligibility
    return {
        "title": told.title.zh,
        "title_en": told.title.en,
        "introduction": f"{told.purpose.zh}\n{eligibility.zh}",
        "introduction_en": f"{told.purpose.en}\n{eligibility.en}",
    }


def _settings(work: Work, told: Told) -> CallSettings:
    template = _template(work, told)
    form = FormVersion.objects.filter(city=work.city, code=template.form).latest("version")
    codes = {unit.code: unit.pk for unit in Unit.objects.filter(city=work.city)}
    return CallSettings(
        code=told.code,
        form=form,
        kind=template.kind,
        # The windows follow the phases.
        opens_at=work.stamp.at,
        needs_recommendation=template.needs_recommendation,
        sealed=template.sealed,
        default_places=_usual(work, told),
        places={codes[code]: places for code, places in told.quotas.items()},
        eligible_kinds=template.eligible_kinds,
        **_columns(work, told),
    )
