"""Setting up a selection in the browser: template, editor, versions, dry run."""

import json
from copy import deepcopy

import pytest
from django.test import Client

from citystage.foundation.tenancy.models import PackSetting
from citystage.stages.selection.models import Programme
from tests.selection.building import programme, terms, words
from tests.web.bureau.people import browser


@pytest.fixture
def made(town):
    return programme(town)


def template(town, **changes):
    told = terms()
    del told["phases"]
    known = {
        "code": "labs",
        "title": words("Labs"),
        "purpose": words("To prove things."),
        "eligibility": words("Firms."),
        "kind": "lab",
        "form": "scenario",
        "eligible_kinds": [],
        "needs_recommendation": True,
        "sealed": True,
        "default_quota": 4,
        "phases": [{"code": "apply", "days": 30}, {"code": "recommend", "days": 10}],
        "terms": told,
    }
    PackSetting.objects.create(
        city=town.city, name="selection", version=1, value={"templates": [known | changes]}
    )


def typed(client: Client, address):
    """What the editor holds, as a browser would send it."""
    form = client.get(address).context["form"]
    found = {}
    for bound in form:
        value = bound.value()
        if value is None or value is False:
            continue
        if hasattr(value, "strftime"):
            value = bound.field.widget.format_value(value)
        found[bound.html_name] = "on" if value is True else value
    return found | {"_version": "1", "reason": "A better one."}


def test_an_officer_prepares_a_selection_from_a_template(town):
    template(town)
    client = browser(town.city_officer)

    page = client.post(
        "/bureau/selection/new/",
        {
            "template": "labs",
            "code": "labs-2027",
            "title": "实验室",
            "title_en": "Labs",
            "opens_at": "2027-01-04T09:00",
        },
    )

    assert page.status_code == 302
    found = Programme.objects.select_related("call").get()
    assert (found.call.code, found.call.state, found.call.way, found.call.sealed) == (
        "labs-2027",
        "preparing",
        "selection",
        True,
    )
    assert found.call.closes_at == found.read_terms().phases[0].until


def test_the_editor_keeps_every_term_when_nothing_is_changed(town, made):
    client, address = browser(town.city_officer), f"/bureau/selection/{made.pk}/terms/edit/"

    page = client.post(address, typed(client, address))

    assert page.status_code == 302
    made.refresh_from_db()
    assert made.version == 1


def test_a_row_is_added_without_losing_what_was_typed(town, made):
    client, address = browser(town.city_officer), f"/bureau/selection/{made.pk}/terms/edit/"
    sent = typed(client, address) | {"panel-seats": "9", "do": "add-checks"}

    page = client.post(address, sent)

    assert page.status_code == 200
    form = page.context["form"]
    assert (form.counts["checks"], form["panel-seats"].value()) == (3, "9")
    assert "checks-2-code" in form.fields


def test_faults_stand_beside_their_fields(town, made):
    client, address = browser(town.city_officer), f"/bureau/selection/{made.pk}/terms/edit/"
    sent = typed(client, address) | {"criteria-0-high": "-1", "phase-apply-until": ""}

    page = client.post(address, sent)

    assert page.status_code == 422
    assert {"phase-apply-until", "criteria-0-code"} <= {*page.context["form"].errors}
    assert page.context["form"]["criteria-0-high"].value() == "-1"


def test_after_the_opening_weights_stand_and_the_closing_may_only_move_back(town, made):
    client, address = browser(town.city_officer), f"/bureau/selection/{made.pk}/terms/edit/"
    sent = typed(client, address)

    refused = client.post(address, sent | {"criteria-0-weight": "80"})
    longer = dict(sent)
    for code in ("apply", "recommend"):
        longer[f"phase-{code}-until"] = sent[f"phase-{code}-until"].replace("T20:00", "T21:00")
    accepted = client.post(address, longer)

    assert refused.status_code == 422
    assert "scoring-order" in refused.context["form"].errors
    assert accepted.status_code == 302
    made.refresh_from_db()
    made.call.refresh_from_db()
    assert made.version == 2
    assert made.call.closes_at == made.read_terms().phases[0].until


def test_a_version_tells_what_it_changed_and_why(town, made):
    client = browser(town.city_officer)
    address = f"/bureau/selection/{made.pk}/terms/edit/"
    client.post(address, typed(client, address) | {"deciding-quorum": "5"})

    page = client.get(f"/bureau/selection/{made.pk}/terms/2/")

    assert [str(one.label) for one in page.context["changes"]] == ["Votes needed for a decision"]
    assert "A better one." in page.text


def test_terms_are_shown_in_words(town, made):
    page = browser(town.city_officer).get(f"/bureau/selection/{made.pk}/terms/")

    assert page.status_code == 200
    assert "60% of the whole" in page.text


def test_the_dry_run_says_what_clashes(town, made):
    client = browser(town.city_officer)
    numbers = {"applications": 200, "districts": 2, "places": 100, "institutions": 1} | {
        f"experts_{kind}": 1
        for kind in ("science", "industry", "investment", "finance", "law", "user_department")
    }

    fine = client.get(f"/bureau/selection/{made.pk}/dry-run/")
    tight = client.get(f"/bureau/selection/{made.pk}/dry-run/", numbers)

    assert fine.context["run"].works
    assert not tight.context["run"].works
    assert "200" in json.dumps([one.words for one in tight.context["run"].clashes])


def test_a_district_reads_the_terms_but_does_not_edit_them(town, made):
    client = browser(town.officer)

    assert client.get(f"/bureau/selection/{made.pk}/terms/").status_code == 200
    assert client.get(f"/bureau/selection/{made.pk}/terms/edit/").status_code == 404


def test_terms_survive_the_editor_with_everything_filled_in(town):
    full = deepcopy(terms())
    full["places"] = {"total": 5, "fields": {"port": 2}, "districts": {"laoshan": 1}}
    full["stated"] = [{"part": "panel", "words": words("Seven people.")}]
    full["scoring"]["criteria"][0] |= {
        "help": words("Is it new?"),
        "minimum": "4",
        "anchors": [{"value": "2", "words": words("old")}],
    }
    made = programme(town, **{name: full[name] for name in ("places", "stated", "scoring")})
    client, address = browser(town.city_officer), f"/bureau/selection/{made.pk}/terms/edit/"

    page = client.post(address, typed(client, address))

    assert page.status_code == 302
    made.refresh_from_db()
    assert made.version == 1
