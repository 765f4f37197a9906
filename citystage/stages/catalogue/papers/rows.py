"""A released list as a table, in the columns in which scenarios are imported and exported."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import override

from citystage.foundation.documents.model import Language
from citystage.foundation.sheets.defusing import defused
from citystage.foundation.sheets.fields import Field
from citystage.foundation.taxonomy.models import Mode, Side, Tier
from citystage.stages.catalogue.importing.drafting import money_text
from citystage.stages.catalogue.importing.scenario_fields import ANSWERS, SCENARIO_FIELDS
from citystage.stages.catalogue.models import Addendum, Release, ReleaseItem
from citystage.stages.catalogue.papers.listing import address_of, named, said

_NARROW, _WIDE = 16, 48
_LONG = frozenset({"description", *(field.code for field in ANSWERS)})

type Row = dict[str, str]


def _last_day(until: str | None) -> str:
    """Sheets name the last day; the record keeps the day after it."""
    return (date.fromisoformat(until) - timedelta(days=1)).isoformat() if until else ""


def row_of(frozen: Mapping[str, Any], *, english: bool) -> Row:
    """One frozen item by field code; the active language words the codes."""
    answers: Mapping[str, Any] = frozen.get("answers") or {}
    row = {
        "number": frozen.get("number"),
        "title": frozen.get("title"),
        "title_en": frozen.get("title_en"),
        "description": frozen.get("summary"),
        "owner": frozen.get("owner"),
        "side": said(Side, frozen.get("side")),
        "tier": said(Tier, frozen.get("tier")),
        "field": named(frozen.get("field"), english=english),
        "chain": named(frozen.get("chain"), english=english),
        "mode": frozen.get("mode_text") or said(Mode, frozen.get("mode")),
        "district": named(frozen.get("district"), english=english),
        "lead_department": named(frozen.get("lead_department"), english=english),
        "budget": frozen.get("budget_text") or money_text(frozen.get("budget_fen")),
        "valid_from": frozen.get("valid_from"),
        "valid_until": _last_day(frozen.get("valid_until")),
        **{field.code: answers.get(field.code) for field in ANSWERS},
        "contact_unit": frozen.get("contact_unit"),
    }
    return {code: _text(value) for code, value in row.items()}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(str(one) for one in value)
    return "" if value is None else str(value)


def table(items: Sequence[ReleaseItem], *, language: Language) -> tuple[list[Field], list[Row]]:
    """The columns that say something, in the order of the export, and the rows."""
    english = language == "en"
    with override(language):
        rows = [row_of(item.frozen, english=english) for item in items]
    filled = {code for row in rows for code, text in row.items() if text}
    return [field for field in SCENARIO_FIELDS if field.code in filled], rows


def _heading(field: Field, language: Language) -> str:
    return field.en if language == "en" else field.zh


def csv_of(items: Sequence[ReleaseItem], *, language: Language) -> bytes:
    """UTF-8 with the mark that lets Excel and WPS read it; formulas are defused."""
    columns, rows = table(items, language=language)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_heading(field, language) for field in columns])
    writer.writerows([defused(row[field.code]) for field in columns] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def workbook_of(release: Release, items: Sequence[ReleaseItem], *, language: Language) -> bytes:
    """One sheet; the same list gives the same bytes."""
    columns, rows = table(items, language=language)
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        at = release.released_at or release.made_at
        book.set_properties({"title": release.title, "created": timezone.make_naive(at)})
        sheet = book.add_worksheet("List" if language == "en" else "清单")
        head = book.add_format({"bold": True, "bg_color": "#EEF1F4", "text_wrap": True})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        for at_column, field in enumerate(columns):
            sheet.set_column(at_column, at_column, _WIDE if field.code in _LONG else _NARROW)
        sheet.write_row(0, 0, [_heading(field, language) for field in columns], head)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, [defused(row[field.code]) for field in columns], body)
        sheet.freeze_panes(1, 2)
        if columns:
            sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    return out.getvalue()


def notation_of(
    release: Release,
    items: Sequence[ReleaseItem],
    addenda: Sequence[Addendum],
    *,
    language: Language,
) -> bytes:
    """JSON: the heading with its hash and addenda, and one object for each item."""
    columns, rows = table(items, language=language)
    heading = {
        "city": release.city.code,
        "code": release.code,
        "kind": release.kind,
        "number": release.number,
        "title": release.title,
        "title_en": release.title_en,
        "issuer": release.issuer,
        "released_on": release.released_on.isoformat() if release.released_on else None,
        "sha256": release.sha256,
        "address": address_of(release),
        "stated_items": release.stated_items,
        "addenda": [
            {
                "number": one.number,
                "kind": one.kind,
                "item": one.item.ordinal if one.item else None,
                "text": one.text,
                "on": timezone.localtime(one.made_at).date().isoformat(),
            }
            for one in addenda
        ],
    }
    objects = [{field.code: row[field.code] for field in columns} for row in rows]
    whole = {"list": heading, "items": objects}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()
