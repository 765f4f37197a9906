"""The living style page: every component once, with invented content. Only in the demonstration."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import (
    Badge,
    Card,
    Column,
    Event,
    Link,
    Option,
    Segment,
    Tile,
    chips,
    chosen_columns,
    facet,
)
from citystage.web.shell.pages import open_page, show

_COLUMNS = [
    Column(name="title", label=_("Title"), sort="title", fixed=True),
    Column(name="owner", label=_("Owner"), sort="owner"),
    Column(name="district", label=_("District")),
    Column(name="money", label=_("Money"), sort="money", numeric=True),
    Column(name="state", label=_("State"), default=False),
]
_ROWS = [
    ("港区无人集卡水平运输", "示例港口集团", "崂山区", 3_500_000_000, _("released")),
    ("山地景区无人机物资运输", "示例文旅公司", "即墨区", 220_000_000_00, _("landed")),
    ("地下管网智能巡检机器人", "示例水务公司", "城阳区", None, _("released")),
]
_TILES = [
    ("平度市", 1, 1, 12),
    ("莱西市", 2, 1, 7),
    ("胶州市", 1, 2, 19),
    ("即墨区", 2, 2, 23),
    ("城阳区", 2, 3, 28),
    ("崂山区", 3, 3, 41),
    ("西海岸", 1, 3, 52),
    ("李沧区", 3, 2, 9),
    ("市北区", 1, 4, 14),
    ("市南区", 2, 4, 0),
]


class StyleForm(forms.Form):
    """One field of each common kind."""

    title = forms.CharField(
        label=_("Scenario title"), help_text=_("What is to be done, and where.")
    )
    goal = forms.CharField(label=_("Goals"), widget=forms.Textarea)
    side = forms.ChoiceField(
        label=_("Side"), choices=[("a", _("government")), ("b", _("industry"))]
    )
    mode = forms.MultipleChoiceField(
        label=_("Cooperation mode"),
        choices=[("buy", _("purchase")), ("lease", _("lease")), ("trial", _("trial"))],
        widget=forms.CheckboxSelectMultiple,
    )
    agree = forms.BooleanField(label=_("The contact person has agreed to be named"))
    file = forms.FileField(label=_("Attachment"), required=False)


@require_safe
@open_page
def style(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Show all of it."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    here = Address.of(request)
    fields = facet(
        "field",
        _("Field"),
        [
            ("port", "港航", 18),
            ("low", "低空经济", 31),
            ("health", "医疗健康", 24),
            ("sea", "海洋", 9),
        ],
        here=here,
    )
    tier = facet(
        "tier", _("Tier"), [("major", "综合性重大", 4), ("narrow", "高价值小切口", 86)], here=here
    )
    context = {
        "crumbs": [Link(label=_("Home"), url="/"), Link(label=_("Style"), url="")],
        "cards": _cards(),
        "events": _events(stamp),
        "facets": [fields, tier],
        "chips": chips([fields, tier]),
        "clear": here.without("field", "tier"),
        "page": Paginator(range(240), 12).get_page(request.GET.get("page")),
        "orders": [
            Option(value="new", label=_("Newest first"), url="?sort=new", active=True),
            Option(value="money", label=_("Money"), url="?sort=money"),
        ],
        "columns": _COLUMNS,
        "chosen": chosen_columns(_COLUMNS, here),
        "rows": _ROWS,
        "segments": [
            Segment(kind="same", text="在港区完成"),
            Segment(kind="removed", text="若干"),
            Segment(kind="added", text="20辆"),
            Segment(kind="same", text="无人集卡的示范运行。"),
        ],
        "tiles": [
            Tile(label=n, column=c, row=r, count=k, url=f"?district={n}") for n, c, r, k in _TILES
        ],
        "form": StyleForm(),
        "wrong": StyleForm({"title": "", "side": "a", "goal": "x"}),
        "soon": stamp.at + timedelta(days=9, hours=3),
        "then": stamp.at - timedelta(hours=5),
        "spans": [(2, 4), (6, 8)],
    }
    return show(request, "shell/style.html", context)


def _cards() -> list[Card]:
    government = Badge(label=_("government side"), tone="accent", icon="landmark")
    return [
        Card(
            title="港区无人集卡水平运输",
            url="#",
            code="QD-2026-0017",
            owner="示例港口集团",
            summary="在码头与堆场之间以无人集卡完成水平运输，全天候作业，单箱能耗下降15%。",
            place="崂山区",
            field="港航",
            money="3,500万元",
            floor=3,
            badges=[Badge(label=_("released"), tone="good", icon="check"), government],
            notes=[_("9 days left"), _("3 answers")],
        ),
        Card(
            title="山地景区无人机物资运输",
            url="#",
            code="QD-2026-0018",
            owner="示例文旅公司",
            summary="为山顶服务点运送物资，替代人力挑运。",
            place="即墨区",
            field="低空经济",
            money=str(_("to be agreed")),
            floor=4,
            badges=[
                Badge(label=_("landing"), tone="info", icon="flask-conical"),
                Badge(label="小切口"),
            ],
            title_spans=[(4, 7)],
        ),
        Card(
            title="地下管网智能巡检机器人",
            url="#",
            owner="示例水务公司",
            place="城阳区",
            floor=2,
            badges=[
                Badge(label=_("returned for changes"), tone="warn", icon="corner-up-left"),
                Badge(label=_("overdue"), tone="bad", icon="clock"),
            ],
        ),
    ]


def _events(stamp: Stamp) -> list[Event]:
    return [
        Event(
            at=stamp.at,
            what=_("Released in the list of November 2026"),
            who="青岛市场景办",
            icon="send",
            tone="accent",
            links=[Link(label=_("List as PDF"), url="#", icon="download")],
        ),
        Event(
            at=stamp.at - timedelta(days=6),
            what=_("Recommended in place 2"),
            who="崂山区发改局",
            icon="award",
        ),
        Event(
            at=stamp.at - timedelta(days=9),
            what=_("Returned for changes"),
            who="崂山区发改局",
            icon="corner-up-left",
            tone="warn",
            note="请写明验收指标与数据开放范围。",
        ),
        Event(
            at=stamp.at - timedelta(days=12), what=_("Filed"), who="示例港口集团", icon="file-text"
        ),
    ]
