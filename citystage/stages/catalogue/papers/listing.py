"""A released list in the words of one language, as the press asks for it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from citystage.foundation.documents.model import Addendum as PaperAddendum
from citystage.foundation.documents.model import Item, Language, ListDocument, Section
from citystage.foundation.taxonomy.models import Mode, Side, Tier
from citystage.kernel.amounts import written
from citystage.kernel.texts import in_english
from citystage.stages.catalogue.models import Addendum, Release, ReleaseItem

_POINTS = re.compile(r"\s*(?:\n+|[；;](?=\s*\S))\s*")
_BULLET = re.compile(r"^(?:[-•·*]|\(?\d{1,2}[.)、．）]|[（(][一二三四五六七八九十\d]{1,2}[）)])\s*")

type Frozen = Mapping[str, Any]


def address_of(release: Release) -> str:
    """The public page of a list."""
    return f"{settings.SITE_ADDRESS}/lists/{release.city.code}/{release.code}/"


def document_of(
    release: Release,
    items: Sequence[ReleaseItem],
    addenda: Sequence[Addendum],
    *,
    language: Language,
) -> ListDocument:
    """``release`` (released) with its frozen ``items`` and what was said of it since."""
    with override(language):
        english = language == "en"
        issuer = release.issuer or release.city.label
        return ListDocument(
            title=release.label,
            issuer=issuer,
            number=release.number,
            # A source may not tell the day: then the day it was entered here, and it says so.
            released_on=release.released_on or timezone.localtime(release.made_at).date(),
            language=language,
            sections=_sections(items, addenda, english=english),
            sha256=release.sha256,
            address=address_of(release),
            letterhead=_letterhead(release, issuer),
            introduction=release.introduction,
            addenda=tuple(_addendum(one) for one in addenda),
            knowledge=knowledge_of(release, len(items)),
            source=str(release.source.get("title", "")),
        )


def _letterhead(release: Release, issuer: str) -> str:
    """Only what was released here, under a number, is the issuer's own paper."""
    if release.source or not release.number:
        return ""
    return _("%(issuer)s Document") % {"issuer": issuer}


def knowledge_of(release: Release, known: int) -> str:
    """How much is known of a list that a source tells of."""
    said = []
    if release.stated_items is not None and release.stated_items > known:
        words = _("The source states %(stated)d items; %(known)d of them are known.")
        said.append(words % {"stated": release.stated_items, "known": known})
    if release.released_on is None:
        said.append(_("The day of its release is not known; it is dated by its entry here."))
    english = in_english()
    return (" " if english else "").join(said)


def _sections(
    items: Sequence[ReleaseItem], addenda: Sequence[Addendum], *, english: bool
) -> tuple[Section, ...]:
    withdrawn = {one.item_id: one.number for one in addenda if one.kind == Addendum.Kind.WITHDRAWAL}
    groups: dict[str, list[Item]] = {}
    for item in items:
        name = named(item.frozen.get("field"), english=english) or _("Other fields")
        gone = withdrawn.get(item.pk)
        note = _("Withdrawn by addendum %d.") % gone if gone else ""
        groups.setdefault(name, []).append(_item(item, note, english=english))
    return tuple(Section(title=name, items=tuple(group)) for name, group in groups.items())


def _item(item: ReleaseItem, note: str, *, english: bool) -> Item:
    frozen: Frozen = item.frozen
    answers: Frozen = frozen.get("answers") or {}
    number = str(frozen["number"])
    unit = str(frozen.get("contact_unit") or "")
    return Item(
        ordinal=item.ordinal,
        code=number,
        title=str((english and frozen.get("title_en")) or frozen["title"]),
        owner=str(frozen.get("owner") or ""),
        district=named(frozen.get("district"), english=english),
        tier=said(Tier, frozen.get("tier")),
        side=said(Side, frozen.get("side")),
        need=str(frozen.get("summary") or ""),
        goals=tuple(points(str(answers.get("goals") or ""))),
        money=money_of(frozen, english=english),
        mode=str(frozen.get("mode_text") or "") or said(Mode, frozen.get("mode")),
        period=_period(frozen),
        contact_note=_("Contact %(unit)s through the page of this scenario.") % {"unit": unit}
        if unit
        else "",
        url=f"{settings.SITE_ADDRESS}/scenarios/{number}/",
        note=note,
    )


def _addendum(one: Addendum) -> PaperAddendum:
    return PaperAddendum(
        number=str(one.number),
        on=timezone.localtime(one.made_at).date(),
        kind=str(one.get_kind_display()),
        text=one.text,
        item_code=str(one.item.frozen.get("number", "")) if one.item else "",
    )


def points(text: str) -> list[str]:
    """The sentences that stand on lines or between semicolons, without their bullets."""
    return [clean for piece in _POINTS.split(text) if (clean := _BULLET.sub("", piece).strip())]


def named(thing: Mapping[str, str] | None, *, english: bool) -> str:
    """A frozen name."""
    if not thing:
        return ""
    return (english and thing.get("en")) or thing["zh"]


def said(choices: type[Tier | Side | Mode], value: object) -> str:
    """The word for a code, in the language that is active."""
    return str(choices(str(value)).label) if value else ""


def money_of(frozen: Frozen, *, english: bool) -> str:
    """The amount, the words that stand for it, or that it is to be agreed."""
    fen = frozen.get("budget_fen")
    if fen is not None:
        return written(int(fen), english=english)
    return str(frozen.get("budget_text") or "") or _("to be agreed")


def _period(frozen: Frozen) -> str:
    start, end = frozen.get("valid_from"), frozen.get("valid_until")
    if start and end:
        return _("%(start)s to %(end)s (end excluded)") % {"start": start, "end": end}
    if end:
        return _("until %(end)s (excluded)") % {"end": end}
    return _("from %(start)s") % {"start": start} if start else ""
