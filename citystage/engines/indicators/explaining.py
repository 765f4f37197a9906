"""Say in words what a formula counts, in Chinese and in English."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from citystage.engines.indicators.language import (
    Condition,
    Count,
    Formula,
    Median,
    Of,
    Ratio,
    Share,
    Sum,
)


@dataclass(frozen=True, slots=True)
class Said:
    """A word in both languages."""

    zh: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Names:
    """What sources, their units, fields and values are called; a value without a name is itself."""

    sources: Mapping[str, Said]
    units: Mapping[str, Said]
    values: Mapping[tuple[str, str], Said]

    def value(self, field: str, code: str, language: str) -> str:
        """A value as people say it."""
        found = self.values.get((field, code))
        return found[language] if found else code


_FIELDS: Final = {
    "kind": Said("类型", "kind"),
    "district": Said("区市", "district"),
    "department": Said("部门", "department"),
    "chain": Said("产业链", "industry chain"),
    "owner_kind": Said("单位性质", "kind of owner"),
}
_COUNT: Final = Said(
    "统计期内有{of}的{unit}数，同一{unit}只计一次。",
    "The number of distinct {unit} with {of} in the period; each counts once.",
)
_NEW: Final = Said(
    "统计期内首次出现{of}的{unit}数，同一{unit}只在首次出现的那一期计一次。",
    "The number of {unit} that had {of} for the first time in the period; each counts once there.",
)
_SUM: Final = Said(
    "统计期内{of}的金额合计，同一{unit}只计一次，取期内最新一笔。",
    "The amounts of {of} in the period added up; of each of the {unit} only the latest counts.",
)
_SHARE: Final = Said(
    "统计期内有{of}的{unit}中，有{having}的所占百分比（不限何时）。",
    "Of the {unit} with {of} in the period, the percentage that have {having}, whenever.",
)
_MEDIAN: Final = Said(
    "同一{unit}从首次{start}到其后首次{end}所用天数的中位数，按{end}发生的时间归入统计期。",
    "The median number of days from the first {start} to the first later {end} of the same one of "
    "the {unit}; it belongs to the period of the {end}.",
)
_RATIO: Final = Said(
    "下列两数之比。分子：{top}分母：{bottom}", "One over the other. {top} {bottom}"
)
_CLAIMS: Final = Said(
    "已核实的计入数值；仅申报、尚无证明的另列，不计入。",
    "What is proven makes the number; what is only claimed is shown beside it and not counted.",
)


def explained(formula: Formula, names: Names, *, language: str) -> str:
    """The formula as a person would say it; ``language`` is ``zh`` or ``en``."""
    sentence = _sentence(formula, names, language)
    space = "" if language == "zh" else " "
    return f"{sentence}{space}{_CLAIMS[language]}"


def _sentence(formula: Formula, names: Names, language: str) -> str:
    match formula:
        case Count(of=of, new=new):
            told = _NEW if new else _COUNT
            return told[language].format(
                of=_of(of, names, language), unit=_unit(of, names, language)
            )
        case Sum(of=of):
            return _SUM[language].format(
                of=_of(of, names, language), unit=_unit(of, names, language)
            )
        case Share(of=of, having=having):
            return _SHARE[language].format(
                of=_of(of, names, language),
                having=_of(having, names, language),
                unit=_unit(of, names, language),
            )
        case Median(start=start, end=end):
            return _MEDIAN[language].format(
                start=_of(start, names, language),
                end=_of(end, names, language),
                unit=_unit(start, names, language),
            )
        case Ratio(top=top, bottom=bottom):
            return _RATIO[language].format(
                top=_sentence(top, names, language), bottom=_sentence(bottom, names, language)
            )


def _unit(of: Of, names: Names, language: str) -> str:
    return names.units[of.sources[0]][language]


def _of(of: Of, names: Names, language: str) -> str:
    sources = [names.sources[source][language] for source in of.sources]
    told = _listed(sources, language)
    if not of.where:
        return told
    conditions = [_condition(one, names, language) for one in of.where]
    if language == "zh":
        return f"{told}（{'，'.join(conditions)}）"
    return f"{told} ({', '.join(conditions)})"


def _listed(words: list[str], language: str) -> str:
    if len(words) == 1:
        return words[0]
    if language == "zh":
        return "、".join(words[:-1]) + "或" + words[-1]
    return ", ".join(words[:-1]) + " or " + words[-1]


def _condition(condition: Condition, names: Names, language: str) -> str:
    if condition.field == "standing":
        proven = condition.values == ("proven",)
        told = Said("已核实", "proven") if proven else Said("仅申报", "only claimed")
        return told[language]
    field = _FIELDS[condition.field][language]
    values = [names.value(condition.field, one, language) for one in condition.values]
    if language == "zh":
        link = "不是" if condition.negated else "为"
        return f"{field}{link}{_listed(values, language)}"
    link = "is not" if condition.negated else "is"
    return f"{field} {link} {_listed(values, language)}"
