"""Terms and programmes for tests: small, whole, and the same for everybody."""

from datetime import timedelta

from citystage.stages.intake.models import Call, Quota
from citystage.stages.selection.models import Candidacy, Programme, ProgrammeVersion
from citystage.stages.selection.terms import PHASES, Terms
from tests.conftest import NOON

# Phases begin every ten days, each ten days long; ``apply`` runs at NOON.
_TEN = timedelta(days=10)
START = NOON - timedelta(days=5)


def phases(start=START, length=_TEN, codes=PHASES):
    """The phases one after another, as JSON."""
    return [
        {
            "code": code,
            "since": (start + at * length).isoformat(),
            "until": (start + (at + 1) * length).isoformat(),
        }
        for at, code in enumerate(codes)
    ]


def words(text):
    return {"zh": text, "en": text}


def terms(**changes):
    """Terms as JSON: two criteria, panels of three, five working days of notice."""
    told = {
        "phases": phases(),
        "checks": [
            {"code": "registered", "name": words("registered here"), "correctable": False},
            {"code": "licence", "name": words("licence attached"), "correctable": True},
        ],
        "panel": {"seats": 3, "benches": [{"kind": "science", "least": 1}], "max_load": 10},
        "scoring": {
            "criteria": [
                {"code": "novelty", "name": words("novelty"), "weight": "60"},
                {"code": "use", "name": words("use"), "weight": "40", "explain_below": "50"},
            ],
        },
        "diligence": {"days": 8, "items": [{"code": "books", "name": words("sound accounts")}]},
        "recognition": {"label": words("lab")},
        "basis": words("a setting of the tests"),
    } | changes
    return Terms.model_validate(told).model_dump(mode="json")


def programme(town, **changes):
    """A lab call of the town that selects, open at NOON, with its programme."""
    told = terms(**changes)
    call = Call.objects.create(
        city=town.city,
        code=f"labs-{Call.objects.count()}",
        kind=Call.Kind.LAB,
        way=Call.Way.SELECTION,
        title="示例实验室申报",
        title_en="Example labs",
        form=town.form,
        opens_at=told["phases"][0]["since"],
        closes_at=told["phases"][0]["until"],
        recommend_until=told["phases"][1]["until"],
        state="open",
    )
    call.refresh_from_db()
    for unit in (town.laoshan, town.jimo):
        Quota.objects.create(call=call, unit=unit, places=20)
    made = Programme.objects.create(call=call, city=town.city, terms=told)
    ProgrammeVersion.objects.create(programme=made, number=1, terms=told, made_at=NOON)
    return made


def candidacy(town, made, **settings):
    """A recommended application of the town's firm under selection."""
    application = town.application(call=made.call, state="recommended")
    known = {
        "programme": made,
        "application": application,
        "number": made.candidacies.count() + 1,
        "district": town.laoshan,
        "opened_at": NOON,
    }
    return Candidacy.objects.create(**(known | settings))
