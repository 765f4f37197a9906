"""The invented labs of the demonstration: in every state a newcomer should see, and only once."""

import tomllib
from pathlib import Path

from citystage.cities.demo import experts, followed, people
from citystage.foundation.access.roles import Role
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.models import Lab, Label
from citystage.stages.evaluation.models import Assessment, Need, Record, Renewal, Report, Sheet
from tests.evaluation import building

DEMO = Path(people.__file__).parent
DISTRICTS = ("huangdao", "chengyang", "shinan", "shibei")


def told(name):
    return tomllib.loads((DEMO / f"{name}.toml").read_text(encoding="utf-8"))


def test_labs_are_followed_from_a_late_report_to_a_renewal_asked(town):
    building.ruled(town)
    for code in DISTRICTS:
        town.unit(Unit.Kind.DISTRICT, code, code)
    town.person("demo-city-officer", Role.CITY_OFFICER, town.city)
    known = told("people")
    accounts = [one for one in known["accounts"] if one["role"] in {"company_member", "fund"}]
    accounts = [one for one in accounts if "username" not in one]
    here = [one for one in known["organisations"] if one["city"] == "qingdao"]
    people.open_told({"organisations": here, "accounts": accounts})
    suppliers = [one for one in told("suppliers")["organisations"] if one["city"] == "qingdao"]
    people.open_told({"organisations": suppliers, "accounts": []})
    people.open_told(told("labs"))
    experts.enter_all()

    first, again = followed.follow_all(), followed.follow_all()

    assert (first, again) == (5, 0)
    assert all(lab.name.startswith("（示例）") for lab in Lab.objects.all())
    assert set(Label.objects.values_list("state", flat=True)) == {"valid"}
    assert {"open", "submitted", "skip_asked"} <= set(
        Report.objects.values_list("state", flat=True)
    )
    late = Report.objects.filter(state="submitted").order_by("-submitted_at").first()
    assert late.late(late.submitted_at) == 8
    assert sorted(Assessment.objects.values_list("state", flat=True)) == [
        "improving",
        "kept",
        "underway",
        "underway",
    ]
    assert Sheet.objects.filter(state="barred", assessment__lab__name__contains="网箱").count() == 1
    assert (Renewal.objects.get().state, Need.objects.count(), Record.objects.count()) == (
        "asked",
        3,
        4,
    )
