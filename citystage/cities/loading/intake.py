"""Forms and calls. What an officer has changed here since is kept as the officer left it."""

from typing import Any

from citystage.cities.loading.report import Outcome, Work, differences, settle
from citystage.cities.packs import forms
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.workflow.advance import advance
from citystage.stages.intake.facts import CallOpened, FormVersionMade
from citystage.stages.intake.models import Call, FormVersion, Quota
from citystage.stages.intake.states import OPEN_CALL, CallState


def keep_forms(work: Work) -> None:
    """A form that differs from the pack's last one becomes a new version; old ones stay."""
    for form in work.pack.forms:
        versions = FormVersion.objects.filter(city=work.city, code=form.code).order_by("-version")
        from_pack = versions.filter(made_by__isnull=True).first()
        wanted = {
            "title": form.title.zh,
            "title_en": form.title.en,
            "definition": _definition(form),
        }
        if from_pack is not None and not differences(from_pack, wanted):
            work.report.note("form", form.code, Outcome.UNCHANGED)
            continue
        newest = versions.first()
        number = newest.version + 1 if newest else 1
        made = FormVersion.objects.create(
            city=work.city, code=form.code, version=number, made_at=work.stamp.at, **wanted
        )
        told = FormVersionMade(form_version_id=made.pk, version=number)
        journal.record(told, subject=made, stamp=work.stamp)
        if from_pack is None:
            work.report.note("form", form.code, Outcome.CREATED)
        else:
            fields = differences(from_pack, wanted)
            work.report.note("form", form.code, Outcome.CHANGED, fields)


def _definition(form: forms.Form) -> dict[str, Any]:
    fields = [
        field.model_dump(mode="json", by_alias=True, exclude_none=True) for field in form.fields
    ]
    return {"fields": [{k: v for k, v in field.items() if v != []} for field in fields]}


def keep_calls(work: Work) -> None:
    """Calls open at once when they are new; one that an officer changed is left alone."""
    for told in work.pack.calls:
        form = FormVersion.objects.filter(city=work.city, code=told.form).latest("version")
        wanted = _call_columns(told) | {"form": form}
        found = Call.objects.filter(city=work.city, code=told.code).first()
        if found is None:
            made = Call.objects.create(city=work.city, code=told.code, **wanted)
            advance(made, OPEN_CALL, fact=CallOpened(call_id=made.pk), stamp=work.stamp)
            work.report.note("call", told.code, Outcome.CREATED)
            _keep_quotas(work, made, told)
        elif found.version > 1 or found.state != CallState.OPEN:
            kept = differences(found, wanted)
            outcome = Outcome.KEPT if kept else Outcome.UNCHANGED
            work.report.note("call", told.code, outcome, kept)
        else:
            settle(work.report, "call", told.code, found, wanted)
            _keep_quotas(work, found, told)


def _call_columns(told: forms.Call) -> dict[str, Any]:
    return {
        "kind": told.kind,
        "title": told.title.zh,
        "title_en": told.title.en,
        "introduction": f"{told.purpose.zh}\n{told.eligibility.zh}",
        "introduction_en": f"{told.purpose.en}\n{told.eligibility.en}",
        "opens_at": told.opens_at,
        "closes_at": told.closes_at,
        "recommend_until": told.recommend_until,
        "opinion_order": told.opinions,
        "opinion_days": told.opinion_days,
        "release_score": told.release_score,
    }


def _keep_quotas(work: Work, call: Call, told: forms.Call) -> None:
    """Every district and department has its places: the pack's number, or the usual one."""
    stored = {quota.unit_id: quota for quota in Quota.objects.filter(call=call)}
    kinds = [Unit.Kind.DISTRICT, Unit.Kind.DEPARTMENT]
    for unit in Unit.objects.filter(city=work.city, kind__in=kinds):
        places = told.quotas.get(unit.code, told.default_quota)
        key = f"{told.code}/{unit.code}"
        found = stored.get(unit.pk)
        if found is None:
            Quota.objects.create(call=call, unit=unit, places=places)
            work.report.note("quota", key, Outcome.CREATED)
        else:
            settle(work.report, "quota", key, found, {"places": places})
