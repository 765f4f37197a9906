"""A form that uses every type once."""

from citystage.stages.intake.forming.answering import Lexicon
from citystage.stages.intake.forming.definition import parse


def words(zh, en=None):
    return {"zh": zh, "en": en or zh}


def field(key, kind, **settings):
    known = {"key": key, "label": words(key, key.title()), "type": kind, "required": False}
    return known | {"stage": "intake"} | settings


TITLE = field("title", "text", required=True, max_length=20)
OPTIONS = [
    {"value": "settled", "label": words("已明确", "Settled")},
    {"value": "open", "label": words("面议", "To be discussed")},
]
EVERYTHING = {
    "fields": [
        TITLE,
        field("need", "long_text", required=True),
        field("known", "choice", options=OPTIONS),
        field("modes", "multi_choice", options=OPTIONS),
        field("sites", "number", min=0, max=1000, unit=words("个", "sites")),
        field(
            "budget",
            "money",
            min=0,
            unit=words("万元", "CNY 10,000"),
            show_if={"field": "known", "equals": "settled"},
            required=True,
        ),
        field("deep", "text", show_if={"field": "modes", "in": ["open", "settled"]}),
        field("day", "date"),
        field("term_of_work", "period"),
        field("place", "district"),
        field("area", "term", scheme="field"),
        field("chains", "term", scheme="chain", multiple=True),
        field("person", "contact"),
        field("papers", "file", stage="polish"),
        field("reserved", "boolean"),
        field("why", "text", show_if={"field": "reserved", "equals": True}),
    ]
}
FORM = parse(EVERYTHING)
LEXICON = Lexicon(
    districts={"laoshan": "崂山区", "jimo": "即墨区"},
    terms={"field": {"port": "港航"}, "chain": {"ai": "人工智能", "robots": "机器人"}},
    files={7: "图纸.pdf"},
)
