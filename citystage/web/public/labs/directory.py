"""The directories of what is recognised, labs first: filters, cards, table, map, files, a feed."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.writing import FORMATS, Row
from citystage.foundation.tenancy.queries import districts
from citystage.kernel.refusals import NotFound
from citystage.kernel.texts import in_readers_language, said
from citystage.stages.catalogue.models import Lab
from citystage.stages.catalogue.models.labs import LABS
from citystage.stages.catalogue.queries import labs
from citystage.stages.catalogue.queries.labs import LabFilter
from citystage.stages.catalogue.states import LabelState
from citystage.web.public.labs.families import FAMILIES, Family, family_of
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Facet, Link, Option, Text, Tile, chips, facet
from citystage.web.shell.context import frame_of
from citystage.web.shell.pages import open_page, show

_PER_PAGE, _MOST = 24, 50
_VIEWS = {"cards": _("Cards"), "table": _("Table"), "map": _("Map")}
_FILES = ("xlsx", "csv", "jsonl")
_COLUMNS = (
    Field(code="batch", zh="批次", en="Batch", kind=Kind.NUMBER),
    Field(code="kind", zh="类型", en="Kind"),
    Field(code="name", zh="名称", en="Name"),
    Field(code="builder", zh="建设单位", en="Builder"),
    Field(code="district", zh="区市", en="District"),
    Field(code="field", zh="领域", en="Field"),
    Field(code="number", zh="编号", en="Number"),
    Field(code="standing", zh="状态", en="Standing"),
    Field(code="since", zh="起始日期", en="Since", kind=Kind.DATE),
    Field(code="until", zh="截止日期", en="Until", kind=Kind.DATE),
    Field(code="source", zh="来源", en="Source"),
)


def asked(request: HttpRequest, family: str) -> LabFilter:
    """The filter of this request."""
    return LabFilter.read({name: request.GET.getlist(name) for name in request.GET}, family)


def standing_label(standing: str) -> Text:
    """The standing in words; a lab without a label of ours is known from a source."""
    if standing == labs.FROM_SOURCE:
        return _("known from a source")
    return LabelState(standing).label


def _facets(wanted: LabFilter, here: Address) -> list[Facet]:
    kinds = dict(Lab.Kind.choices)
    words: dict[str, tuple[Text, Callable[..., Text]]] = {
        "batch": (_("Batch"), lambda n: _("batch %(n)d") % {"n": n}),
        "kind": (_("Kind"), lambda code: kinds[code]),
        "standing": (_("Standing"), standing_label),
        "field": (_("Field"), lambda _code, zh, en: in_readers_language(zh, en)),
        "district": (_("District"), lambda _code, zh, en: in_readers_language(zh, en)),
        "city": (_("City"), lambda _code, zh, en: in_readers_language(zh, en)),
    }
    return [
        facet(
            name,
            label,
            [(str(row[0]), say(*row[:-1]), row[-1]) for row in labs.counted(wanted, name)],
            here=here,
        )
        for name, (label, say) in words.items()
    ]


@require_safe
@open_page
def directory(
    request: HttpRequest,
    stamp: Stamp,  # noqa: ARG001
    family: str = LABS,
) -> HttpResponse:
    """``/labs/``, and ``/recognised/<family>/`` for what is no lab."""
    words = family_of(family)
    here, wanted = Address.of(request), asked(request, family)
    view = request.GET.get("view", "")
    view = view if view in _VIEWS else "cards"
    page = Paginator(labs.listed(wanted), _PER_PAGE).get_page(request.GET.get("page"))
    facets = _facets(wanted, here)
    context = {
        "crumbs": [Link(label=_("Home"), url="/"), Link(label=words.title)],
        "family": words,
        "families": _families(family),
        "number": words.counted(page.paginator.count),
        "page": page,
        "rows": [(one, next(iter(one.given), None), standing_label(one.standing)) for one in page],  # type: ignore[attr-defined]
        "q": wanted.q,
        "here": here,
        "facets": facets,
        "chips": chips(facets),
        "clear": here.path,
        "view": view,
        "views": [
            Option(value=code, label=label, url=str(here.having("view", code)), active=code == view)
            for code, label in _VIEWS.items()
        ],
        "files": [
            Link(label=kind.upper(), url=str(here.at(words.address("file", kind=kind))))
            for kind in _FILES
        ],
        "feed": str(here.at(words.address("feed")).without("view")),
        "knowledge": [
            (one, said(dict(one.name)), _behind(words, one))
            for one in labs.knowledge(family=family)
            if one.stated
        ],
        "tiles": _tiles(request, wanted, here) if view == "map" else [],
    }
    return show(request, "public/labs/directory.html", context, part="results")


def _behind(words: Family, known: labs.Known) -> str:
    """Where those of a batch that are known by name are listed."""
    place = Address(words.address()).having("city", known.city).having("batch", known.batch)
    return str(place.having("kind", known.kind))


def _families(here: str) -> list[Option]:
    """Every family of which something is known, and the one that is looked at."""
    return [
        Option(
            value=name,
            label=FAMILIES[name].title,
            url=FAMILIES[name].address(),
            count=number,
            active=name == here,
        )
        for name, number in labs.families().items()
        if number or name == here
    ]


def _tiles(request: HttpRequest, wanted: LabFilter, here: Address) -> list[Tile]:
    city = frame_of(request).city
    if city is None:
        return []
    counts = {row[0]: row[-1] for row in labs.counted(wanted, "district")}
    return [
        Tile(
            label=unit.label,
            count=counts.get(unit.code, 0),
            url=str(here.toggled("district", unit.code)),
            column=unit.tile_column,
            row=unit.tile_row,
            active=here.has("district", unit.code),
        )
        for unit in districts(city)
        if unit.tile_column is not None and unit.tile_row is not None
    ]


@require_safe
def file(request: HttpRequest, kind: str, family: str = LABS) -> HttpResponse:
    """``/labs/export.<kind>``: those of the filter."""
    if kind not in _FILES:
        raise NotFound(_("There is no such file of this list."))
    name = f"{family_of(family).name}-{timezone.localdate():%Y%m%d}.{kind}"
    with TemporaryDirectory(prefix="citystage-export-") as folder:
        path = Path(folder) / name
        FORMATS[kind].write(path, _COLUMNS, _rows(asked(request, family)))
        content = path.read_bytes()
    return HttpResponse(
        content,
        content_type=FORMATS[kind].media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _rows(wanted: LabFilter) -> Iterator[Row]:
    for lab in labs.listed(wanted):
        one: Any = lab
        label = next(iter(one.given), None)
        yield {
            "batch": lab.batch,
            "kind": str(lab.get_kind_display()),
            "name": lab.label,
            "builder": lab.builder_name,
            "district": lab.district.label if lab.district else "",
            "field": lab.field.label if lab.field else "",
            "number": label.number if label else "",
            "standing": str(standing_label(one.standing)),
            "since": label.since if label else None,
            "until": label.until if label else None,
            "source": lab.source.get("title", ""),
        }


@require_safe
def feed(request: HttpRequest, family: str = LABS) -> HttpResponse:
    """``/labs/feed.atom`` with any filter."""
    words, wanted = family_of(family), asked(request, family)
    made = Atom1Feed(
        title=gettext("CityStage: %(what)s") % {"what": words.title},
        link=settings.SITE_ADDRESS + words.address(),
        description=gettext("What fits this filter, the newest batch first."),
        feed_url=settings.SITE_ADDRESS + request.get_full_path(),
        language=get_language() or "zh-hans",
    )
    for lab in labs.listed(wanted)[:_MOST]:
        address = settings.SITE_ADDRESS + reverse("public:lab", args=[lab.pk])
        at: datetime = lab.created_at
        made.add_item(
            title=lab.label,
            link=address,
            description=lab.direction or str(lab.get_kind_display()),
            unique_id=address,
            author_name=lab.builder_name or None,
            pubdate=at,
            updateddate=at,
        )
    return HttpResponse(made.writeString("utf-8"), content_type=made.content_type)
