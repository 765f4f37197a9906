"""Builders: an institution with a person, a candidacy in due diligence, work as far as needed."""

from citystage.foundation.access.roles import Role
from citystage.foundation.tenancy.models import Unit, plant
from citystage.stages.selection.actions.ask_diligence import ask_diligence
from citystage.stages.selection.actions.take_on_diligence import take_on
from citystage.stages.selection.actions.write_diligence import Found, answer_item
from citystage.stages.selection.evidence import Evidence
from tests.selection.building import candidacy, programme, words

PDF = Evidence("账册.pdf", b"%PDF-1.7 books")
ITEMS = [
    {"code": "books", "name": words("sound accounts")},
    {"code": "team", "name": words("able people"), "evidence": False},
]


class Desk:
    """One institution, one candidacy in due diligence, everybody's stamp."""

    def __init__(self, town, **terms):
        self.town = town
        told = {"days": 8, "items": ITEMS} | terms
        self.programme = programme(town, diligence=told)
        self.house = plant(
            parent=town.laoshan, kind=Unit.Kind.ORGANISATION, name="示例会计师事务所", code=""
        )
        self.person = town.person("auditor", Role.DUE_DILIGENCE, self.house)
        self.case = candidacy(town, self.programme, state="diligence")
        self.office = town.stamp(town.city_officer)
        self.theirs = town.stamp(self.person)

    def asked(self):
        return ask_diligence(self.case, institution=self.house, stamp=self.office)

    def begun(self):
        return take_on(self.asked(), means_to_invest=False, words="", stamp=self.theirs)

    def whole(self):
        found = self.begun()
        for item, files in (("books", (PDF,)), ("team", ())):
            self.answer(found, item, files=files)
        found.refresh_from_db()
        return found

    def answer(self, found, item, *, finding="sound", files=(), version=""):
        said = Found(finding, "核实无误", files)
        return answer_item(found, item=item, found=said, version=version, stamp=self.theirs)
