"""Filters and components for every template: ``{% load shell %}``. /style/ shows them all."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from citystage.engines.text.marking import mark
from citystage.stages.matchmaking.queries.rows import Words
from citystage.web.shell import formats
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import (
    FLOORS,
    Column,
    Facet,
    Link,
    Option,
    Segment,
    Tile,
    TileMap,
    chips,
)
from citystage.web.shell.freshness import FIELD as VERSION
from citystage.web.shell.freshness import Stale
from citystage.web.shell.once import FIELD as ONCE
from citystage.web.shell.once import fresh_key

register = template.Library()


@register.filter
def day(value: date | None) -> str:
    """2026年11月21日 / 21 Nov 2026."""
    return formats.day(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """The day with hour and minute."""
    return formats.moment(value) if value else ""


@register.filter
def ago(value: datetime | None) -> str:
    """A relative time, with the exact one on hover."""
    if not value:
        return ""
    text, exact = formats.relative(value, now=timezone.now()), formats.moment(value)
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), exact, text)


@register.filter
def days_left(value: datetime | None) -> str:
    """How many whole days remain, with the exact end on hover."""
    if not value:
        return ""
    text = formats.days_left(value, now=timezone.now())
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', value.isoformat(), day(value), text
    )


@register.filter
def money(fen: int | None) -> str:
    """Integer fen as 3,500万元 / CNY 35.0 m."""
    return formats.money(fen)


@register.filter
def count(value: int | None) -> str:
    """1,234."""
    return "" if value is None else formats.count(value)


@register.filter
def masked(contact: str | None) -> str:
    """张**, 138****5678, z***@host."""
    return formats.masked(contact or "")


@register.filter
def marked(text: str, spans: Sequence[tuple[int, int]]) -> SafeString:
    """``text`` with the half-open ``spans`` of characters marked; overlaps are joined."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        begin, stop = max(start, at), min(end, len(text))
        if begin >= stop:
            continue
        pieces += [
            format_html("{}", text[at:begin]),
            format_html("<mark>{}</mark>", text[begin:stop]),
        ]
        at = stop
    pieces.append(format_html("{}", text[at:]))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


@register.filter
def quoted(words: Words) -> str:
    """What a record says, as it stands there; a sum of money as this site writes money."""
    if words.label == "budget" and words.text.isdecimal():
        return formats.money(int(words.text))
    return words.text


@register.filter
def marks(text: str, words: Iterable[str]) -> SafeString:
    """``text`` with these words marked wherever they stand, however they are written."""
    return marked(text, mark(text, words))


@register.filter
def initials(name: str) -> str:
    """The one or two signs that stand for a person or a unit."""
    words = name.split()
    if words and name.isascii():
        return "".join(word[0] for word in words[:2]).upper()
    return name[-2:] if len(name) <= 3 else name[:1]  # noqa: PLR2004 -- a Chinese personal name


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw a sign of the sprite; decoration unless it carries a label."""
    sprite = static("shell/icons.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
            label, sprite, name,
        )  # fmt: skip
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', sprite, name
    )


@register.inclusion_tag("shell/parts/badge.html")
def badge(label: str, tone: str = "plain", icon: str = "") -> dict[str, object]:
    """A short mark for a state, a tier or a side."""
    return {"label": label, "tone": tone, "icon": icon}


@register.inclusion_tag("shell/parts/stage_bar.html")
def stage_bar(floor: int, compact: bool = False) -> dict[str, object]:  # noqa: FBT001, FBT002
    """The five floors with the one the record stands on (1 to 5)."""
    floors = [
        {
            "number": n,
            "label": label,
            "state": "done" if n < floor else "now" if n == floor else "next",
        }
        for n, label in enumerate(FLOORS, start=1)
    ]
    here = FLOORS[floor - 1] if 1 <= floor <= len(FLOORS) else ""
    return {"floors": floors, "floor": floor, "here": here, "compact": compact}


@register.inclusion_tag("shell/parts/card.html")
def scenario_card(card: object, level: int = 3) -> dict[str, object]:
    """One record in a list of cards."""
    return {"card": card, "level": level}


@register.inclusion_tag("shell/parts/timeline.html")
def timeline(events: Iterable[object]) -> dict[str, object]:
    """Facts with who, when and documents, newest first as given."""
    return {"events": events}


@register.inclusion_tag("shell/parts/facet.html")
def facet_group(facet: object) -> dict[str, object]:
    """One group of filters; every value is a link."""
    return {"facet": facet}


@register.inclusion_tag("shell/parts/facet_sheet.html")
def facet_sheet(facets: Sequence[Facet]) -> dict[str, object]:
    """All groups of filters; on a phone folded, so that the list comes first."""
    return {"facets": [one for one in facets if one.options], "chosen": len(chips(facets))}


@register.inclusion_tag("shell/parts/chips.html")
def active_filters(chips: Sequence[Link], clear_url: str) -> dict[str, object]:
    """What is filtered now; each can be taken away, and all at once."""
    return {"chips": chips, "clear_url": clear_url}


@register.inclusion_tag("shell/parts/pagination.html", takes_context=True)
def pagination(context: RequestContext, page: Page[Any]) -> dict[str, object]:
    """Numbered pages that keep the filters of the address."""
    here = Address.of(context["request"])
    numbers = [
        {"number": n, "url": str(here.having("page", n)) if isinstance(n, int) else ""}
        for n in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    before = str(here.having("page", page.number - 1)) if page.has_previous() else ""
    after = str(here.having("page", page.number + 1)) if page.has_next() else ""
    return {"page": page, "numbers": numbers, "before": before, "after": after}


@register.inclusion_tag("shell/parts/sort.html")
def sort_control(options: Sequence[Option]) -> dict[str, object]:
    """The orders a list offers, as links; the active one is said."""
    return {"options": options}


@register.inclusion_tag("shell/parts/columns.html", takes_context=True)
def column_chooser(
    context: RequestContext, columns: Sequence[Column], chosen: Sequence[Column]
) -> dict[str, object]:
    """Which columns the table shows, kept in the address."""
    here = Address.of(context["request"])
    names = {column.name for column in chosen}
    rows = [(column, column.name in names) for column in columns if not column.fixed]
    reset = str(here.without("cols"))
    return {"rows": rows, "hidden": here.hidden("cols"), "path": here.path, "reset": reset}


@register.inclusion_tag("shell/parts/column_head.html", takes_context=True)
def column_head(context: RequestContext, column: Column) -> dict[str, object]:
    """A header cell; pressing it orders the table, a second time the other way."""
    here = Address.of(context["request"])
    now = (here.values("sort") or ("",))[-1]
    turned = now == f"-{column.sort}"
    order = "none"
    if turned or now == column.sort:
        order = "descending" if turned != column.descends else "ascending"
    url = str(here.having("sort", f"-{column.sort}" if now == column.sort else column.sort))
    return {"column": column, "order": order, "url": url if column.sort else ""}


@register.inclusion_tag("shell/parts/stat.html")
def stat(
    value: object, label: str, url: str = "", note: str = "", unit: str = ""
) -> Mapping[str, object]:
    """A figure that opens into the records that make it."""
    return {"value": value, "label": label, "url": url, "note": note, "unit": unit}


@register.inclusion_tag("shell/parts/diff.html")
def diff(segments: Iterable[Segment]) -> dict[str, object]:
    """Two texts compared; removed and added are told by sign and word, not by colour alone."""
    return {"segments": segments}


@register.inclusion_tag("shell/parts/tile_map.html")
def tile_map(tiles: Sequence[Tile], title: str) -> dict[str, object]:
    """The schematic map: districts as links with counts."""
    return {"map": TileMap(tiles), "title": title}


@register.inclusion_tag("shell/parts/avatar.html")
def avatar(name: str) -> dict[str, object]:
    """The disc that stands for a person or a unit."""
    return {"name": name}


@register.inclusion_tag("shell/parts/crumbs.html")
def breadcrumbs(crumbs: Sequence[Link]) -> dict[str, object]:
    """The way here; the last crumb is this page."""
    return {"crumbs": crumbs}


@register.simple_tag
def field(bound: BoundField, example: str = "", wide: bool = False) -> SafeString:  # noqa: FBT001, FBT002
    """A form field: label, help, worked example, control, errors."""
    shown = example or getattr(bound.field, "example", "")
    context = {"field": bound, "example": shown, "wide": wide}
    return mark_safe(render_to_string("shell/field.html", context))  # noqa: S308 -- a template's


@register.inclusion_tag("shell/parts/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, object]:
    """What must be put right, each a link to its field; takes the focus."""
    rows = [(form[name], errors) for name, errors in form.errors.items() if name in form.fields]
    return {"rows": rows, "others": form.non_field_errors(), "shown": bool(form.errors)}


@register.simple_tag(takes_context=True)
def address(context: RequestContext, **changes: object) -> str:
    """Give this page's address with parameters set; an empty value takes one away."""
    request: HttpRequest = context["request"]
    here = Address.of(request)
    for name, value in changes.items():
        here = here.without(name, "page") if value in ("", None) else here.having(name, str(value))
    return str(here)


@register.simple_block_tag
def page_header(content: str, title: str, lead: str = "", eyebrow: str = "") -> SafeString:
    """The head of a page; what stands inside are its actions."""
    return _block("page_header", content, title=title, lead=lead, eyebrow=eyebrow)


@register.simple_block_tag
def panel(content: str, title: str, note: str = "", level: int = 2) -> SafeString:
    """A titled block of a page."""
    return _block("panel", content, title=title, note=note, level=level)


@register.simple_block_tag
def empty_state(content: str, title: str, text: str = "", icon: str = "inbox") -> SafeString:
    """Nothing here yet: say why, and what to do about it."""
    return _block("empty", content, title=title, text=text, icon=icon)


@register.simple_block_tag
def confirm_dialog(content: str, id: str, title: str, opener: str, kind: str = "") -> SafeString:  # noqa: A002
    """A link that opens a dialog around a form. Without script the dialog opens by its address."""
    return _block("confirm", content, id=id, title=title, opener=opener, kind=kind)


def _block(part: str, content: str, **context: object) -> SafeString:
    context["content"] = content
    return mark_safe(render_to_string(f"shell/parts/{part}.html", context))  # noqa: S308 -- a template's output


@register.filter
def percent(part: int, whole: int) -> str:
    """A share in whole per cent."""
    return _("%d%%") % round(100 * part / whole) if whole else ""


@register.simple_tag
def once() -> SafeString:
    """The one-time key of a form: ``{% once %}`` inside every form that does something."""
    return format_html('<input type="hidden" name="{}" value="{}">', ONCE, fresh_key())


@register.simple_tag
def version(record_version: object) -> SafeString:
    """The version a form is filled on: ``{% version record.version %}``."""
    return format_html('<input type="hidden" name="{}" value="{}">', VERSION, record_version)


@register.inclusion_tag("shell/parts/stale.html")
def stale_notice(stale: Stale | None) -> dict[str, object]:
    """Who changed the record meanwhile; nothing when nobody did."""
    return {"stale": stale}
