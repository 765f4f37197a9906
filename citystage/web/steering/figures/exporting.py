"""The records behind a number as a file, as far as this visitor may see them."""

from collections.abc import Iterator
from itertools import batched
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.writing import Row
from citystage.stages.evaluation.queries import evidence, figures
from citystage.web.shell import exports
from citystage.web.shell.addresses import Address
from citystage.web.shell.pages import open_page
from citystage.web.steering.figures.number import Behind, asked, visible
from citystage.web.steering.figures.places import records_of

_BATCH: Final = 500
_COLUMNS: Final = (
    Field(code="unit", zh="统计对象", en="Counted"),
    Field(code="happened", zh="日期", en="Date"),
    Field(code="district", zh="区市", en="District"),
    Field(code="department", zh="部门", en="Department"),
    Field(code="reported", zh="申报单位", en="Reported by"),
    Field(code="days", zh="天数", en="Days", kind=Kind.NUMBER),
    Field(code="counted", zh="是否计入", en="Counted in"),
    Field(code="amount", zh="金额（元）", en="Amount (CNY)", kind=Kind.NUMBER),
    Field(code="records", zh="依据", en="Records", kind=Kind.LONG),
    Field(code="key", zh="对象编码", en="Key"),
)


@require_safe
@open_page
def export(request: HttpRequest, stamp: Stamp, city: str, code: str, kind: str) -> HttpResponse:
    """What the page lists, with the same filters."""
    behind = asked(stamp, Address.of(request), city, code)
    name = f"{code}-{behind.cut.period.word}"
    return exports.as_file(name, kind, _COLUMNS, _rows(stamp, behind))


def _rows(stamp: Stamp, behind: Behind) -> Iterator[Row]:
    found, _hidden = visible(stamp, behind)
    cut = behind.cut
    word = cut.period.word
    districts = figures.part_names(cut.city, "district", word)
    departments = figures.part_names(cut.city, "department", word)
    for leads in batched(found[: exports.MOST].iterator(_BATCH), _BATCH):
        lines = evidence.lines(cut, leads, proven=behind.proven)
        reached = records_of(stamp.actor, [one for line in lines for one in line.records])
        for line in lines:
            lead = line.lead
            shown = [one for one in line.records if not reached[one.pk].hidden]
            yield {
                "unit": lead.name,
                "happened": lead.happened_on.isoformat(),
                "district": districts.get(lead.district, (lead.district, ""))[0],
                "department": departments.get(lead.department, (lead.department, ""))[0],
                "reported": "、".join(dict.fromkeys(one.claimant for one in shown if one.claimant)),
                "days": line.days,
                "counted": "1" if line.counted else "0",
                "amount": lead.amount / 100 if lead.amount else None,
                "records": "; ".join(f"{one.record_name} [{one.record}]" for one in shown),
                "key": lead.unit,
            }
