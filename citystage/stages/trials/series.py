"""Readings out of a file: CSV or XLSX with time, measure, value, site, device."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.utils.translation import gettext as _

from citystage.engines.text.folding import fold
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.headers import find_header, suggest
from citystage.foundation.sheets.reading import Line, open_book
from citystage.stages.selection.posting import ZONE
from citystage.stages.trials.taking import BadReading, Row
from citystage.stages.trials.terms import Frame, Measure

COLUMNS: Final = (
    Field(
        code="at",
        zh="时间",
        en="Time",
        kind=Kind.DATE,
        synonyms=("采集时间", "发生时间", "日期", "时刻", "timestamp", "datetime", "date"),
    ),
    Field(code="measure", zh="指标", en="Measure", synonyms=("指标名称", "项目", "metric")),
    Field(code="value", zh="数值", en="Value", kind=Kind.NUMBER, synonyms=("读数", "值", "数量")),
    Field(code="site", zh="点位", en="Site", synonyms=("场点", "站点", "地点", "家庭", "户号")),
    Field(code="device", zh="设备", en="Device", synonyms=("设备编号", "设备号", "车辆", "车号")),
    Field(code="note", zh="备注", en="Note", synonyms=("说明", "remark")),
)
_NEEDED: Final = ("at", "value")
_CHINESE: Final = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?")
_SLASHED: Final = re.compile(r"^(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_CLOCK: Final = re.compile(r"[ T](\d):")


def read_series(name: str, content: bytes, frame: Frame, *, most: int) -> list[Row]:
    """Every row of the first list in the file.

    Without a column of measures the trial's only read measure is meant, or the file says too
    little. Raises ``BadReading`` naming the row, or ``Unreadable`` for no list at all.
    """
    with TemporaryDirectory(prefix="citystage-series-") as folder:
        path = Path(folder) / "list"
        path.write_bytes(content)
        book = open_book(path)
        header = find_header(book, COLUMNS)
        below = [line for line in book.lines(header.sheet) if line.number > header.row]
    places = _places(suggest(header.names, COLUMNS, below[:30]))
    if lacking := [one.label for one in COLUMNS if one.code in _NEEDED and one.code not in places]:
        missing = "、".join(lacking)
        raise BadReading(
            _("“%(file)s” has no column “%(columns)s”.") % {"file": name, "columns": missing}
        )
    if len(below) > most:
        raise BadReading(_("A file holds at most %d readings. Send the rest in another.") % most)
    return list(_rows(below, places, frame))


def _places(mapping: Sequence[str]) -> dict[str, int]:
    return {code: place for place, code in enumerate(mapping) if code}


def _rows(lines: Sequence[Line], places: Mapping[str, int], frame: Frame) -> Iterator[Row]:
    read = [one for one in frame.measures if one.is_read]
    for line in lines:
        told = {code: line.cell(place).strip() for code, place in places.items()}
        measure = measure_named(told.get("measure", ""), read)
        where = _("Row %d:") % line.number
        if measure is None:
            reason = _("“%s” is not measured in this trial.") % told.get("measure", "")
            raise BadReading(f"{where} {reason}")
        yield Row(
            measure=measure.code,
            value=number_in(told["value"], where),
            happened_at=moment_in(told["at"], where),
            site=told.get("site", ""),
            device=told.get("device", ""),
            note=told.get("note", ""),
            number=line.number,
        )


def measure_named(words: str, measures: Sequence[Measure]) -> Measure | None:
    """The measure of this name, unit or code; with no words the only one there is."""
    said = fold(words)
    if not said:
        return measures[0] if len(measures) == 1 else None
    for one in measures:
        names = (one.code, one.name.zh, one.name.en, one.unit.zh, one.unit.en)
        if said in {fold(name) for name in names}:
            return one
    return None


def number_in(text: str, where: str) -> Decimal:
    """The number a cell holds. Raises ``BadReading``."""
    try:
        return Decimal(text.replace(",", "").replace("，", "").strip()).quantize(Decimal("0.0001"))
    except InvalidOperation as fault:
        raise BadReading(f"{where} {_('“%s” is no number.') % text}") from fault


def moment_in(text: str, where: str) -> datetime:
    """The moment a cell holds; without a zone it is the city's. Raises ``BadReading``."""
    plain = _CHINESE.sub(lambda m: f"{m[1]}-{int(m[2]):02d}-{int(m[3]):02d}", text.strip())
    plain = _SLASHED.sub(lambda m: f"{m[1]}-{int(m[2]):02d}-{int(m[3]):02d}", plain)
    plain = _CLOCK.sub(r" 0\1:", plain)
    try:
        found = datetime.fromisoformat(plain)
        return (found if found.tzinfo else found.replace(tzinfo=ZONE)).astimezone(UTC)
    except (ValueError, OverflowError) as fault:
        raise BadReading(f"{where} {_('“%s” is no day or moment.') % text}") from fault
