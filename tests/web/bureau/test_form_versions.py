"""The form editor works by submit buttons alone."""

import html
import re

import pytest

from citystage.stages.intake.actions.make_form_version import make_form_version
from citystage.stages.intake.models import FormVersion
from tests.conftest import FORM
from tests.intake.forming.samples import EVERYTHING
from tests.web.bureau.people import browser

FORMS = "/bureau/forms/"


@pytest.fixture
def officer(town):
    return browser(town.city_officer)


def page_of(response):
    return response.content.decode()


def shown(page):
    """What a browser would send of the editor on this page."""
    editor = page[
        page.index('id="form-editor"') : page.index("</form>", page.index('id="form-editor"'))
    ]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", editor):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if 'type="checkbox"' in tag and " checked" not in tag:
            continue
        sent[name[1]] = html.unescape(value[1]) if value else ""
    del sent["_once"]  # each press here is one of its own
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', editor, re.DOTALL
    ):
        sent[name] = html.unescape(text)
    for name, inside in re.findall(
        r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', editor, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        sent[name] = chosen[1] if chosen else ""
    return sent


def test_forms_are_for_the_coordinating_office(town):
    stranger = browser(town.officer)

    pages = ["", "new/", f"{town.form.pk}/", f"{town.form.pk}/edit/"]

    assert [stranger.get(FORMS + rest).status_code for rest in pages] == [404] * 4


def test_forms_list_the_newest_and_one_shows_its_uses(town, officer):
    listed = page_of(officer.get(FORMS))
    one = page_of(officer.get(f"{FORMS}{town.form.pk}/"))

    assert f'href="{FORMS}{town.form.pk}/"' in listed
    assert "Call for scenario needs 2026" in one
    assert "0 applications keep it." in one
    assert 'id="preview_title"' in one


def test_editor_sends_back_the_very_definition_it_was_shown(town, officer):
    version = make_form_version(
        town.city,
        code="all",
        title="全",
        title_en="All",
        definition=EVERYTHING,
        stamp=town.stamp(town.city_officer),
    )
    sent = shown(page_of(officer.get(f"{FORMS}{version.pk}/edit/")))

    saved = officer.post(f"{FORMS}{version.pk}/edit/", sent | {"do": "save"})

    assert saved["Location"] == f"{FORMS}{version.pk}/"
    assert FormVersion.objects.filter(code="all").count() == 1


def test_editor_adds_moves_removes_and_saves_as_the_next_version(town, officer):
    address = f"{FORMS}{town.form.pk}/edit/"
    page = page_of(officer.get(address))
    page = page_of(officer.post(address, shown(page) | {"do": "add"}))
    page = page_of(officer.post(address, shown(page) | {"do": "up-3"}))
    page = page_of(officer.post(address, shown(page) | {"do": "remove-3"}))
    page = page_of(officer.post(address, shown(page) | {"do": "down-99"}))
    sent = shown(page)
    sent |= {
        "f2.key": "kind",
        "f2.label_zh": "方式",
        "f2.label_en": "Mode",
        "f2.type": "choice",
        "f2.options": "buy | 采购 | Purchase\n\ntry | 试用 | Trial",
        "f2.max_length": "",
    }

    saved = officer.post(address, sent | {"do": "save"})

    new = FormVersion.objects.get(code="scenario", version=2)
    assert saved["Location"] == f"{FORMS}{new.pk}/"
    assert [field["key"] for field in new.definition["fields"]] == ["title", "need", "kind"]
    assert new.definition["fields"][2]["options"][1] == {
        "value": "try",
        "label": {"zh": "试用", "en": "Trial"},
    }
    assert town.form.definition == FORM


def test_editor_previews_what_is_right_and_names_what_is_wrong(town, officer):
    address = f"{FORMS}{town.form.pk}/edit/"
    sent = shown(page_of(officer.get(address)))

    right = officer.post(address, sent | {"do": "preview"})
    wrong = officer.post(address, sent | {"do": "preview", "f1.label_en": "", "f1.min": "few"})
    refused = officer.post(
        address, sent | {"do": "save", "f1.if_field": "title", "f1.if_values": "a"}
    )

    assert 'id="preview_need"' in page_of(right)
    assert wrong.status_code == 422
    assert "The label is needed in Chinese and in English." in page_of(wrong)
    assert "A condition can only ask" in page_of(refused)
    assert 'id="preview_need"' not in page_of(wrong)


def test_editor_of_an_older_look_is_refused_and_keeps_what_was_typed(town, officer):
    address = f"{FORMS}{town.form.pk}/edit/"
    sent = shown(page_of(officer.get(address))) | {"do": "save", "f1.label_en": "Need"}
    officer.post(address, sent | {"f1.label_en": "Wanted"})

    stale = officer.post(address, sent)

    assert stale.status_code == 409
    assert 'value="Need"' in page_of(stale)
    assert 'name="_version" value="2"' in page_of(stale)


def test_new_form_begins_with_its_title(town, officer):
    sent = shown(page_of(officer.get(FORMS + "new/")))

    nameless = officer.post(FORMS + "new/", sent | {"do": "save"})
    made = officer.post(
        FORMS + "new/",
        sent | {"do": "save", "code": "Lab Form", "title": "实验室", "title_en": "Lab"},
    )

    form = FormVersion.objects.get(code="lab-form")
    assert nameless.status_code == 422
    assert made["Location"] == f"{FORMS}{form.pk}/"


def test_editor_takes_conditions_by_value_and_by_truth(town, officer):
    version = make_form_version(
        town.city,
        code="all",
        title="全",
        title_en="All",
        definition=EVERYTHING,
        stamp=town.stamp(town.city_officer),
    )
    address = f"{FORMS}{version.pk}/edit/"
    sent = shown(page_of(officer.get(address)))

    officer.post(
        address, sent | {"do": "save", "f15.if_values": "否", "f6.if_values": "open， settled"}
    )

    fields = FormVersion.objects.get(code="all", version=2).definition["fields"]
    assert fields[15]["show_if"] == {"field": "reserved", "equals": False}
    assert fields[6]["show_if"] == {"field": "modes", "in": ["open", "settled"]}
