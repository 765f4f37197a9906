"""Lists of organisations: found by credit code or name; what an organisation says itself stays."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.engines.text.folding import fold
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.foundation.ledger.facts import Fact
from citystage.foundation.sheets.fields import Kind, joined, named
from citystage.foundation.sheets.targets import Context, Entry, Outcome
from citystage.foundation.sheets.values import looks_like_link
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.codes import BadCode, Flaw, parse_uscc
from citystage.stages.catalogue.facts import OrganisationCompleted
from citystage.stages.catalogue.importing.drafting import same
from citystage.stages.catalogue.importing.lookups import Lookups
from citystage.stages.catalogue.importing.organising import enter, kind_of, listed
from citystage.stages.catalogue.importing.words import is_label
from citystage.stages.catalogue.indexing import fill_organisations

ORGANISATION_FIELDS = (
    named(
        "name",
        "机构名称",
        "Name",
        "企业名称|公司名称|单位名称|机构全称|名称|单位|公司|company|organisation|organization",
        required=True,
        longest=200,
    ),
    named("name_en", "英文名称", "English name", longest=240),
    named(
        "uscc",
        "统一社会信用代码",
        "Unified social credit code",
        "信用代码|社会信用代码|统一信用代码|组织机构代码",
        longest=40,
    ),
    named("kind", "机构类型", "Kind", "单位类型|企业类型|类型|机构属性", longest=60),
    named("aliases", "其他名称", "Other names", "简称|曾用名|别名", kind=Kind.WORDS),
    named("city", "所在城市", "City", "城市|地市", longest=120),
    named("district", "所在区市", "District", "区县|区市|所在地域|地区", longest=200),
    named(
        "introduction",
        "简介",
        "Introduction",
        "机构简介|企业简介|核心定位|主营业务",
        kind=Kind.LONG,
    ),
    named("website", "网站", "Website", "网址|官网|主页", kind=Kind.LINK, longest=200),
    named("contact_person", "联系人", "Contact person", "联系人姓名", longest=120),
    named("contact_phone", "联系电话", "Contact telephone", "电话|手机|联系方式", kind=Kind.PHONE),
    named("contact_email", "电子邮箱", "Contact e-mail", "邮箱", longest=200),
    named("source_title", "来源标题", "Source title", "来源|source", longest=1_000),
    named(
        "source_url", "来源链接", "Source address", "link|url|链接", kind=Kind.LINK, longest=2_000
    ),
)
_CONTACT = {"contact_person": "name", "contact_phone": "phone", "contact_email": "email"}
_SOURCE = {"source_title": "title", "source_url": "url"}


@dataclass(slots=True)
class _Plan:
    city: Unit
    uscc: str
    # See ``Lookups.elsewhere``.
    elsewhere: str | None = None
    columns: dict[str, Any] = field(default_factory=dict)
    known: Organisation | None = None


class Organisations:
    """The target for lists of organisations."""

    code = "organisations"
    label = gettext_lazy("organisations")
    fields = ORGANISATION_FIELDS

    def judge(self, entries: Sequence[Entry], *, context: Context) -> None:
        """Name each record by its credit code, or by its folded name."""
        lookups = Lookups()
        for entry in entries:
            entry.label = entry.text("name")
            try:
                uscc = parse_uscc(entry.text("uscc")) if entry.text("uscc") else ""
            except BadCode as bad:
                entry.decide(Outcome.REJECTED, flaw_text(bad))
                continue
            city = lookups.city(entry.text("city")) or context.city
            entry.plan = _Plan(city, uscc)
            entry.key = uscc or f"is:{fold(entry.label)[:190]}"

    def plan(self, entries: Sequence[Entry], *, context: Context) -> None:
        """Compare with what the directory holds."""
        del context
        plans = [_plan(entry) for entry in entries]
        codes = [plan.uscc for plan in plans if plan.uscc]
        numbered = {each.uscc: each for each in Organisation.objects.filter(uscc__in=codes)}
        lookups = Lookups()
        lookups.read_organisations(entry.label for entry in entries)
        for entry, plan in zip(entries, plans, strict=True):
            _draft(plan, entry, lookups)
            named_alike = lookups.organisation(entry.label)
            if plan.uscc and named_alike and named_alike.uscc not in {"", plan.uscc}:
                # The same name under another code is another organisation.
                named_alike = None
            plan.known = numbered.get(plan.uscc) or named_alike
            if plan.known is None:
                entry.decide(Outcome.IMPORTED)
            else:
                _compare(entry, plan, plan.known)

    def keep(self, entries: Sequence[Entry], *, context: Context) -> None:
        """Create and complete in bulk, with facts and search documents."""
        new = [entry for entry in entries if entry.outcome == Outcome.IMPORTED]
        made = [_organisation(entry, context) for entry in new]
        enter(made, stamp=context.stamp)
        for entry, each in zip(new, made, strict=True):
            entry.subject = journal.subject_of(each)
        told = _complete([entry for entry in entries if entry.outcome == Outcome.UPDATED])
        journal.record_many(told, stamp=context.stamp)


def flaw_text(bad: BadCode) -> str:
    """What is wrong with a credit code, in words."""
    match bad.flaw:
        case Flaw.LENGTH:
            text = _("The credit code has %(found)s characters instead of 18.")
        case Flaw.LETTER:
            text = _("The credit code has “%(found)s” in place %(position)d, which none has.")
        case Flaw.CHECK_DIGIT:
            text = _("The check digit of the credit code is wrong: a digit was mistyped.")
        case _:
            text = _("The credit code is not valid at place %(position)d: “%(found)s”.")
    return text % {"found": bad.found, "position": bad.position}


def _plan(entry: Entry) -> _Plan:
    assert isinstance(entry.plan, _Plan)
    return entry.plan


def _draft(plan: _Plan, entry: Entry, lookups: Lookups) -> None:
    columns = plan.columns
    for code in ("name_en", "introduction"):
        if text := entry.text(code):
            columns[code] = text
    if plan.uscc:
        columns["uscc"] = plan.uscc
    website = entry.text("website")
    if looks_like_link(website):
        columns["website"] = website if "://" in website else f"https://{website}"
    aliases = entry.values.get("aliases")
    if isinstance(aliases, list):
        columns["aliases"] = aliases
    district = entry.text("district")
    plan.elsewhere = lookups.elsewhere(entry.text("city"), entry.label, plan.city)
    if district and (found := lookups.unit(plan.city, Unit.Kind.DISTRICT, district)):
        columns["district"], plan.elsewhere = found, None
    contact = {name: entry.text(code) for code, name in _CONTACT.items() if entry.text(code)}
    if contact:
        columns["contact"] = contact


def _organisation(entry: Entry, context: Context) -> Organisation:
    plan = _plan(entry)
    source: dict[str, object] = {"file": context.source, "row": entry.number}
    source |= {name: entry.text(code) for code, name in _SOURCE.items() if entry.text(code)}
    organisation = listed(entry.label, city=plan.city, elsewhere=plan.elsewhere, source=source)
    word = entry.text("kind")
    known = next((kind for kind in Organisation.Kind if is_label(kind, word)), None)
    organisation.kind = known or kind_of(f"{entry.label} {word}")
    for name, value in plan.columns.items():
        setattr(organisation, name, value)
    return organisation


def _missing(plan: _Plan, known: Organisation) -> dict[str, Any]:
    """What the row tells that the record does not say yet; a filled column is left alone."""
    fresh: dict[str, Any] = {}
    for name, value in plan.columns.items():
        held = getattr(known, name)
        if name == "contact":
            added = {key: text for key, text in value.items() if not held.get(key)}
            if added:
                fresh[name] = {**held, **added}
        elif not held and not same(held, value):
            fresh[name] = value
    if not known.in_city and plan.elsewhere is None:
        fresh["in_city"] = True
    elif not known.in_city and not known.elsewhere and plan.elsewhere:
        fresh["elsewhere"] = plan.elsewhere
    return fresh


def _compare(entry: Entry, plan: _Plan, known: Organisation) -> None:
    entry.subject = journal.subject_of(known)
    fresh = _missing(plan, known)
    if not fresh:
        entry.decide(Outcome.UNCHANGED)
        return
    labels = {each.code: each.label for each in ORGANISATION_FIELDS}
    labels |= dict.fromkeys(("in_city", "elsewhere"), labels["city"])
    names = joined(dict.fromkeys(labels.get(name, _("Contact")) for name in fresh))
    entry.decide(Outcome.UPDATED, _("Added: %s.") % names)


def _complete(entries: Sequence[Entry]) -> list[tuple[Fact, Organisation]]:
    plans = {plan.known.pk: plan for entry in entries if (plan := _plan(entry)).known}
    told: list[tuple[Fact, Organisation]] = []
    columns: set[str] = set()
    for row in Organisation.objects.select_for_update().filter(pk__in=list(plans)):
        fresh = _missing(plans[row.pk], row)
        for name, value in fresh.items():
            setattr(row, name, value)
        if fresh:
            columns |= set(fresh)
            told.append((OrganisationCompleted(organisation_id=row.pk, fields=sorted(fresh)), row))
    rows = [row for _fact, row in told]
    if rows:
        Organisation.objects.bulk_update(rows, sorted(columns), batch_size=500)
        fill_organisations(rows)
    return told
