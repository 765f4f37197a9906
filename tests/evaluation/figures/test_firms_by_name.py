"""A firm with a code in one record and a name alone in another: one, once the directory knows."""

import pytest
from django.db import transaction

from citystage.engines.indicators.periods import period
from citystage.engines.text.folding import fold
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.stages.catalogue.facts import OrganisationListed
from citystage.stages.docking.models import Agreement, Party
from citystage.stages.evaluation.actions.reckon_figures import reckon_figures
from citystage.stages.evaluation.figure_settings import terms_of
from citystage.stages.evaluation.models import Evidence, Reading
from citystage.stages.evaluation.queries import figures
from citystage.stages.evaluation.queries.figure_reasons import reasons
from citystage.web.steering.figures.shown import reason_words
from tests.conftest import NOON
from tests.evaluation.figures.counted import arrival, counts, house, indicator, rebuild
from tests.settling import settle

CODE = "91370200MA3EXAMP1X"
NAME = "示例智能装备有限公司"


@pytest.fixture
def city(town):
    counts(
        town.city,
        indicator("parties", "count units of agreement_party"),
        only={"firms-brought-in", "parties"},
    )
    return town.city


def known(town, name=NAME, uscc=CODE, **other):
    """The directory has an organisation."""
    given = {"standing": "listed"} | other
    return Organisation.objects.create(
        city=town.city, name=name, folded_name=fold(name), uscc=uscc, **given
    )


def by_code_and_by_name(town, name=NAME):
    arrival(town, CODE, uscc=CODE, name="Example Devices")
    arrival(town, fold(name), name=name, district=town.jimo, claimed_for=town.jimo, state="claimed")


def tell(firm, hours=0):
    """The ledger hears of an organisation."""
    with transaction.atomic():
        fact = OrganisationListed(organisation_id=firm.pk, origin="list")
        journal.record(fact, subject=firm, stamp=house(hours))
    settle()


def brought(city):
    found = figures.value(city, "firms-brought-in", "2026")
    return found.value, found.claimed


def test_until_the_directory_knows_they_are_two(town, city):
    by_code_and_by_name(town)

    rebuild()

    assert brought(city) == (1, 2)


def test_a_name_of_the_directory_counts_with_the_code(town, city):
    by_code_and_by_name(town)
    known(town)

    rebuild()

    assert brought(city) == (1, 1)
    assert set(Evidence.objects.values_list("unit", flat=True)) == {f"firm:{CODE}"}


def test_an_alias_however_it_is_written_counts_too(town, city):
    by_code_and_by_name(town, "示例裝備")
    known(town, aliases=["示例装备"])

    rebuild()

    assert brought(city) == (1, 1)


@pytest.mark.parametrize(
    "others",
    [
        # Two of one name: nobody can say which is meant.
        [{}, {"uscc": "91370200MA3EXAMP2Y"}],
        # One has it as its name, another as an alias.
        [{}, {"name": "另一家", "uscc": "91370200MA3EXAMP2Y", "aliases": [NAME]}],
        # Who only asked to be registered is not known yet.
        [{"standing": "waiting"}],
    ],
)
def test_a_name_that_is_not_unique_or_not_vouched_for_stays_a_name(town, city, others):
    by_code_and_by_name(town)
    for one in others:
        known(town, **one)

    rebuild()

    assert brought(city) == (1, 2)


def test_a_party_that_is_named_only_counts_as_the_organisation_of_that_name(town, city):
    signed = Agreement.objects.create(
        city=town.city,
        kind="purchase",
        force="binding",
        title="协议",
        signed_on="2026-03-01",
        entered_at=NOON,
    )
    Party.objects.create(agreement=signed, name=NAME)
    Party.objects.create(agreement=signed, name="没有登记的企业")
    firm = known(town)

    rebuild()

    assert figures.value(city, "parties", "2026").claimed == 1
    assert Evidence.objects.get(source="agreement_party").unit == f"organisation:{firm.pk}"


@pytest.mark.django_db(transaction=True)
def test_the_directory_learns_a_name_and_the_figure_says_so(town, city, english):
    by_code_and_by_name(town)
    tell(known(town, "另一家", "91370200MA3EXAMP2Y"))
    rebuild()
    tell(known(town), 1)

    reckoned = reckon_figures(stamp=house(1))

    history = figures.history(city, "firms-brought-in", "2026")
    told = reasons(city, terms_of(city.pk).find("firms-brought-in"), period("2026"), history)
    assert (reckoned.whole, brought(city)) == (False, (1, 1))
    assert [(one.claimed, one.kind) for one in history] == [
        (1, Reading.Kind.CHANGED),
        (2, Reading.Kind.FIRST),
    ]
    ((words,), moved) = reason_words(told[0]), told[0].moved
    assert words.startswith("1 piece of evidence counts for another unit than before")
    assert [one.unit for one in moved] == [f"firm:{CODE}"]


@pytest.mark.django_db(transaction=True)
def test_a_firm_that_gives_its_name_up_gives_its_records_back(town, city):
    by_code_and_by_name(town)
    firm = known(town)
    tell(firm)
    rebuild()
    Organisation.objects.filter(pk=firm.pk).update(name="改名", folded_name="改名")
    tell(firm, 1)

    reckon_figures(stamp=house(1))

    assert brought(city) == (1, 2)
    assert rebuild(2).readings == 0
