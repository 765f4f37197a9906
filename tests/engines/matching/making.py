"""Invented records for the tests of matching."""

from dataclasses import replace

from hypothesis import strategies as st

from citystage.engines.matching.ranking import Knowledge
from citystage.engines.matching.rarity import Rarity
from citystage.engines.matching.reading import Reading
from citystage.engines.matching.records import Demand, Match, Past, Quote, Supply, Text

DRONES = "长航时无人机，单次续航8小时，自动机场起降，回传高清影像。曾为某水库完成堤坝巡检。"
CLEANING = "商用清洁机器人，面向商场与医院的地面清洗。"
NEED = "用无人机每天巡检水库堤坝。续航不低于6小时。影像自动回传指挥中心。"


def demand(text: str = NEED, **known) -> Demand:
    return Demand(
        **{"id": "d1", "texts": (Text("title", "水库堤坝巡检"), Text("need", text)), **known}
    )


def supply(text: str = DRONES, **known) -> Supply:
    return Supply(**{"id": "s1", "texts": (Text("description", text),), **known})


def others(count: int = 20) -> list[Supply]:
    subjects = ["停车诱导", "餐饮配送", "护理床", "光伏板清洗", "地下管网", "票务系统", "焊接产线"]
    return [
        supply(f"{subjects[at % len(subjects)]}的整体方案，第{at}版。", id=f"o{at}")
        for at in range(count)
    ]


def knowledge(*records, **known) -> Knowledge:
    """What is learnt over these records and a crowd of others."""
    rarity = Rarity.of(Reading(one).text for one in (*records, *others()))
    return Knowledge(rarity, **known)


def without(record: Demand, words: str) -> Demand:
    texts = tuple(replace(part, text=part.text.replace(words, "")) for part in record.texts)
    return replace(record, texts=texts)


def stands_in(record: Demand | Supply, quote: Quote) -> bool:
    """Whether the words of a quote are where it says they are."""
    texts = {part.label: part.text for part in record.texts}
    if quote.label in texts:
        return texts[quote.label][quote.start : quote.end] == quote.text
    return quote.text in _values(record, quote.label)


def _values(record: Demand | Supply, label: str) -> list[str]:
    if label in {"", "everywhere"}:
        return [""]
    if label == "place":
        place = record.place
        return [*place.path, f"{place.latitude}, {place.longitude}", " ".join(place.path)]
    if label in {"cases", "awards", "trials", "landed", "failed"}:
        return [str(getattr(record.evidence, label))]
    value = getattr(record, label)
    found = value if isinstance(value, tuple) else (value,)
    return [one.title if isinstance(one, Past) else str(one) for one in found]


def every_quote(match: Match) -> list[tuple[str, Quote]]:
    """Whose quote, and the quote."""
    found = [("demand", reason.demand) for reason in match.reasons]
    found += [("supply", reason.supply) for reason in match.reasons]
    found += [("demand", lack.quote) for lack in match.missing if lack.quote is not None]
    return found


WORDS = st.sampled_from(
    ["无人机", "巡检", "水库", "堤坝", "续航≥6小时", "续航8小时", "AI", "drone patrols", "机器人",
     "精度±10mm", "5吨", "清洗", "医院",
     "，", "。", "；", "\n", " ", "１２３", "臺灣無人機", "<b>", "🚁"]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=25).map("".join) | st.text(max_size=60)
