"""The coverage board as a file: the gaps of the view one looks at."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.writing import Row
from citystage.web.docking.following.coverage import asked
from citystage.web.docking.tracking import files
from citystage.web.shell.addresses import Address
from citystage.web.shell.pages import page

_COLUMNS: Final = (
    Field(code="number", zh="编号", en="No."),
    Field(code="name", zh="名称", en="Name"),
    Field(code="side", zh="单位", en="Organisation"),
    Field(code="district", zh="区市", en="District"),
    Field(code="able", zh="可承接供给单位数", en="Able suppliers", kind=Kind.NUMBER),
    Field(code="into", zh="并入场景", en="Goes on in"),
)


@require_safe
@page
def export(request: HttpRequest, stamp: Stamp, kind: str) -> HttpResponse:
    """The same gaps, with the same filters."""
    _city, view, found = asked(stamp, Address.of(request))
    name = f"coverage-{view}"
    return files.as_file(name, kind, _COLUMNS, _rows(view, found[: files.MOST]))


def _rows(view: str, found: Iterable[Any]) -> Iterator[Row]:
    for one in found:
        if view == "merged":
            scenario = one.scenario
            yield {"number": scenario.number, "name": scenario.label, "into": one.into.label}
            continue
        row: Row = {"name": one.label, "district": one.district.label if one.district else ""}
        if view in {"unanswered", "thin"}:
            row |= {"number": one.number, "side": one.owner_name}
        if view == "thin":
            row |= {"able": one.able}
        if view == "labs":
            row |= {"side": one.builder_name}
        yield row
