"""Calls for demonstrations, challenges, their takers and funds, from the template to the effect."""

import tomllib
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone, translation

from citystage.cities.packs.programmes import ProgrammesFile
from citystage.cities.packs.reading import BASE, CITIES
from citystage.foundation.tenancy.models import PackSetting
from citystage.stages.catalogue.models import Lab
from citystage.stages.intake.actions.draft import draft
from citystage.stages.intake.actions.open_call import open_call
from citystage.stages.intake.actions.recommend import recommend
from citystage.stages.intake.actions.submit import submit
from citystage.stages.intake.models import FormVersion
from citystage.stages.intake.writing import Writing
from citystage.stages.selection.actions.check_candidacy import check_candidacy
from citystage.stages.selection.actions.move_candidacy import move_candidacy
from citystage.stages.selection.actions.prepare_programme import NoChallenge, prepare_programme
from citystage.stages.selection.actions.take_effect import take_effect
from citystage.stages.selection.checking import Finding
from citystage.stages.selection.models import Candidacy, Programme, Sheet
from citystage.stages.selection.queries.programmes import announced
from citystage.stages.selection.queries.templates import templates_of
from tests.conftest import NOON
from tests.selection.deciding import noticed_of
from tests.selection.experts.register import expert, seat
from tests.web.bureau.people import browser

# Valid answers of one kind of question.
ANSWERS = {
    "text": "示例",
    "long_text": "写明数字的示例说明。",
    "number": "18",
    "money": "800",
    "date": "2026-03-01",
    "district": "laoshan",
    "term": "port",
    "boolean": "true",
    "contact": {"name": "王某", "phone": "0532-55505678", "email": ""},
}


def told(name):
    return tomllib.loads((CITIES / BASE / name).read_text(encoding="utf-8"))


@pytest.fixture
def city(town, settings, tmp_path):
    """The town with the templates and forms all cities share."""
    settings.MEDIA_ROOT = tmp_path
    checked = ProgrammesFile.model_validate(told("programmes.toml"))
    value = {"templates": [one.model_dump(mode="json") for one in checked.templates]}
    PackSetting.objects.create(city=town.city, name="selection", version=1, value=value)
    for form in told("forms.toml")["forms"]:
        FormVersion.objects.create(
            city=town.city,
            code=f"{form['code']}",
            version=2,
            title=form["title"]["zh"],
            definition={"fields": form["fields"]},
            made_at=NOON,
        )
    return town


def begun(city, template, **more):
    """The call as an officer prepares it in the browser, opened."""
    opens = timezone.localtime() - timedelta(hours=1)
    sent = {
        "template": template,
        "code": f"{template}-2026",
        "title": "示例遴选",
        "opens_at": f"{opens:%Y-%m-%dT%H:%M}",
        **more,
    }
    page = browser(city.city_officer).post(reverse("bureau:new_selection"), sent)
    assert page.status_code == 302, page.context["form"].errors
    made = Programme.objects.select_related("call", "city").get(call__code=f"{template}-2026")
    open_call(made.call, stamp=replace(city.stamp(city.city_officer), at=timezone.now()))
    made.call.refresh_from_db()
    return made


def answers(form):
    return {
        one["key"]: one["options"][0]["value"] if one["type"] == "choice" else ANSWERS[one["type"]]
        for one in form.definition["fields"]
        if one["type"] != "file" and one["required"]
    }


def filed(city, made):
    """One application, submitted and (where the call asks so) recommended."""
    mine = replace(city.stamp(city.owner), at=timezone.now())
    call = made.call
    files = {
        one["key"]: [ContentFile(b"%PDF-1.7 example", f"{one['key']}.pdf")]
        for one in call.form.definition["fields"]
        if one["type"] == "file" and one["required"]
    }
    writing = Writing(answers(call.form), files)
    owned = draft(
        call,
        writing=writing,
        recommender=city.laoshan if call.needs_recommendation else city.city,
        third_party=None,
        stamp=mine,
    )
    submit(owned, version=owned.revision, stamp=mine)
    if call.needs_recommendation:
        giver = replace(city.stamp(city.officer), at=timezone.now())
        recommend(owned, opinion="同意推荐。", place=None, stamp=giver)
    return Candidacy.objects.get(application=owned)


def decided(city, made, candidacy):
    """Checked, scored, noticed, in effect."""
    stamp = city.stamp(city.city_officer)
    terms = made.read_terms()
    check_candidacy(
        candidacy,
        found={one.code: Finding(result="met", note="") for one in terms.checks},
        stamp=replace(stamp, at=max(stamp.at, made.call.closes_at)),
    )
    judge = expert(city, f"专家{candidacy.pk}")
    held = seat(candidacy, judge, "scored")
    values = {one.code: "8" for one in terms.scoring.criteria}
    Sheet.objects.create(
        seat=held, values=values, terms_version=1, changed_at=NOON, handed_in_at=NOON
    )
    move_candidacy(candidacy, step="make_ready", stamp=stamp)
    notice = noticed_of(city, made)
    late = replace(stamp, at=notice.until + timedelta(minutes=2))
    assert take_effect(candidacy, stamp=late)
    return Lab.objects.get(application=candidacy.application)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("family", "kind", "label"),
    [
        ("demonstrations", "demonstration", "示范场景"),
        ("challenges", "challenge", "揭榜挂帅榜题"),
        ("funds", "fund", "场景基金"),
    ],
)
def test_each_kind_runs_from_its_template_to_what_it_says(city, client, family, kind, label):
    # A template is called by what it fills.
    made = begun(city, family)

    found = decided(city, made, filed(city, made))

    given = found.labels.get()
    assert (found.kind, found.family, given.words["zh"], given.kind) == (kind, family, label, kind)
    listed = client.get(reverse("public:recognised", kwargs={"family": family})).content.decode()
    assert reverse("public:lab", args=[found.pk]) in listed
    labs = client.get(reverse("public:labs")).content.decode()
    assert reverse("public:lab", args=[found.pk]) not in labs
    assert client.get(reverse("public:lab", args=[found.pk])).status_code == 200


@pytest.mark.django_db
def test_a_challenge_is_reviewed_first_and_then_taken(city, client):
    needs = begun(city, "challenges")
    challenge = decided(city, needs, filed(city, needs))
    (offered,) = announced(city.city)
    hub = browser(city.city_officer).get(reverse("bureau:selection", args=[needs.pk]))

    takers = begun(city, "takers", challenge=str(offered.pk))
    taker = decided(city, takers, filed(city, takers))

    assert f"?challenge={offered.pk}" in hub.text
    assert (taker.kind, taker.family, taker.challenge) == ("taker", "takers", challenge)
    # How it is to be solved is nobody else's to read.
    assert (taker.direction, taker.needs) == ("", "")
    page = client.get(reverse("public:lab", args=[challenge.pk])).content.decode()
    assert reverse("public:lab", args=[taker.pk]) in page
    assert reverse("public:selection", args=["qingdao", "takers-2026"]) in page


@pytest.mark.django_db
def test_takers_without_a_challenge_are_not_called_for(city):
    template = next(one for one in templates_of(city.city) if one.kind == "taker")
    stamp = city.stamp(city.city_officer)
    terms = template.terms(NOON)

    with pytest.raises(NoChallenge), translation.override("en"):
        prepare_programme(city.city, settings=None, terms=terms, stamp=stamp)
    page = browser(city.city_officer).post(
        reverse("bureau:new_selection"),
        {"template": "takers", "code": "t", "title": "示例", "opens_at": "2026-12-01T09:00"},
    )

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["template"]


def test_a_template_recognises_what_it_calls_for():
    wrong = told("programmes.toml")
    wrong["templates"][-1]["terms"]["recognition"]["kind"] = "lab"

    with pytest.raises(ValueError, match=r"recognised|认定"):
        ProgrammesFile.model_validate(wrong)
