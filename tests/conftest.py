"""Builders shared by all tests: small, plain, no surprises."""

import os
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import PurePath
from uuid import UUID

import hypothesis
import pytest
from django.core.management.commands import flush
from django.db.backends.postgresql.creation import DatabaseCreation
from django.db.backends.postgresql.operations import DatabaseOperations
from django.utils import translation
from django.utils.translation import deactivate
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import NodeManager

from citystage.foundation.access.models import Grant, User
from citystage.foundation.access.roles import Role
from citystage.foundation.access.stamps import NOBODY, Actor, Stamp
from citystage.foundation.ledger.chain import GENESIS, LANES
from citystage.foundation.taxonomy.models import Scheme, Term
from citystage.foundation.tenancy.models import Unit, plant
from citystage.kernel import remembering
from citystage.stages.catalogue.indexing import fill
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.queries import scenarios as scenario_queries
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.catalogue.versions import keep_version
from citystage.stages.intake.models import Application, Call, FormVersion, Quota
from citystage.stages.intake.states import ApplicationState, CallState
from citystage.stages.matchmaking.finding import knowledge, meaning

# A machine that is busy is slow, not wrong.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# Of the tables that hold rows: guards off, all deleted, what hangs on foreign keys checked, guards
# on again. The other tables, most of the hundred, are only looked at.
_EMPTY = """
DO $body$
DECLARE
    wiped regclass;
    filled boolean;
    held regclass[] := '{}';
    guarded regclass[];
BEGIN
    FOREACH wiped IN ARRAY ARRAY[-- tables --]::regclass[] LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', wiped) INTO filled;
        IF filled THEN held := held || wiped; END IF;
    END LOOP;
    guarded := ARRAY(
        SELECT DISTINCT tgrelid FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = ANY (held)
    );
    FOREACH wiped IN ARRAY guarded LOOP
        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', wiped);
    END LOOP;
    GRANT DELETE ON ledger_entry TO CURRENT_USER;
    FOREACH wiped IN ARRAY held LOOP
        EXECUTE format('DELETE FROM %s', wiped);
    END LOOP;
    SET CONSTRAINTS ALL IMMEDIATE;
    REVOKE DELETE ON ledger_entry FROM CURRENT_USER;
    FOREACH wiped IN ARRAY guarded LOOP
        EXECUTE format('ALTER TABLE %s ENABLE TRIGGER USER', wiped);
    END LOOP;
END $body$;
"""
# They are filled by the migrations and by nothing else.
_STAYS = {"django_content_type", "auth_permission"}
_REOPEN_LANES = (
    "INSERT INTO ledger_lane (id, place, digest)"  # noqa: S608 -- constants only
    f" SELECT i, 0, '{GENESIS}' FROM generate_series(0, {LANES - 1}) i;"
)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)

FORM = {
    "fields": [
        {
            "key": "title",
            "label": {"zh": "场景名称", "en": "Scenario title"},
            "type": "text",
            "required": True,
            "stage": "intake",
            "max_length": 200,
        },
        {
            "key": "need",
            "label": {"zh": "需求内容", "en": "What is wanted"},
            "type": "long_text",
            "required": True,
            "stage": "intake",
        },
        {
            "key": "goals",
            "label": {"zh": "预期目标", "en": "Goals"},
            "type": "long_text",
            "required": False,
            "stage": "polish",
        },
    ]
}


class Town:
    """Qingdao in miniature: one city, two districts, two departments, one open call, its people."""

    def __init__(self) -> None:
        self.city = plant(parent=None, kind=Unit.Kind.CITY, name="青岛市", code="qingdao")
        self.laoshan = self.unit(Unit.Kind.DISTRICT, "崂山区", "laoshan")
        self.jimo = self.unit(Unit.Kind.DISTRICT, "即墨区", "jimo")
        self.transport = self.unit(Unit.Kind.DEPARTMENT, "市交通运输局", "transport")
        self.health = self.unit(Unit.Kind.DEPARTMENT, "市卫生健康委", "health")
        self.firm = plant(
            parent=self.laoshan, kind=Unit.Kind.ORGANISATION, name="示例港口集团", code=""
        )
        self.officer = self.person("officer", Role.DISTRICT_OFFICER, self.laoshan)
        self.jimo_officer = self.person("jimo_officer", Role.DISTRICT_OFFICER, self.jimo)
        self.city_officer = self.person("city_officer", Role.CITY_OFFICER, self.city)
        self.clerk = self.person("clerk", Role.DEPARTMENT_OFFICER, self.transport)
        self.owner = self.person("owner", Role.DEMAND_OWNER, self.firm)
        self.field = Term.objects.create(
            scheme=Scheme.FIELD, code="port", name="港航", name_en="Ports and shipping"
        )
        self.form = FormVersion.objects.create(
            city=self.city,
            code="scenario",
            version=1,
            title="场景需求征集表",
            definition=deepcopy(FORM),
            made_at=NOON,
        )
        self.call = Call.objects.create(
            city=self.city,
            code="2026-open",
            title="2026年场景需求征集",
            title_en="Call for scenario needs 2026",
            form=self.form,
            opens_at=NOON - timedelta(days=30),
            closes_at=NOON + timedelta(days=30),
            recommend_until=NOON + timedelta(days=60),
            state=CallState.OPEN,
        )
        self.quota = Quota.objects.create(call=self.call, unit=self.laoshan, places=2)
        Quota.objects.create(call=self.call, unit=self.jimo, places=2)

    def unit(self, kind: Unit.Kind, name: str, code: str, parent: Unit | None = None) -> Unit:
        return plant(parent=parent or self.city, kind=kind, name=name, code=code)

    def person(self, username: str, role: Role | None = None, unit: Unit | None = None) -> User:
        user = User.objects.create(username=username, email=f"{username}@example.invalid")
        user.set_unusable_password()
        user.save()
        if role and unit:
            Grant.objects.create(user=user, role=role, unit=unit)
        return user

    def application(self, recommender: Unit | None = None, **fields: object) -> Application:
        known: dict[str, object] = {
            "city": self.city,
            "call": self.call,
            "form": self.form,
            "owner_unit": self.firm,
            "owner_name": "示例港口集团",
            "filed_by": self.owner,
            "recommender": recommender or self.laoshan,
            "title": "港区无人集卡水平运输",
            "answers": {"title": "港区无人集卡水平运输", "need": "码头需要无人驾驶集卡。"},
            "revision": 1,
            "state": ApplicationState.SUBMITTED,
            "created_at": NOON,
            "changed_at": NOON,
            "submitted_at": NOON,
        }
        application = Application.objects.create(**(known | fields))
        application.revisions.create(
            number=1,
            title=application.title,
            answers=application.answers,
            made_by=self.owner,
            made_for=self.firm,
            made_at=NOON,
        )
        return application

    def scenario(self, **fields: object) -> Scenario:
        """A public scenario of the catalogue, findable, with its first version."""
        number = f"QD-2026-{Scenario.objects.count() + 1:05d}"
        known: dict[str, object] = {
            "city": self.city,
            "number": number,
            "state": ScenarioState.OPEN,
            "title": "港区无人集卡水平运输",
            "summary": "码头需要无人驾驶集卡。",
            "field": self.field,
            "district": self.laoshan,
            "owner_name": "示例港口集团",
            "published_on": NOON.date(),
            "year": 2026,
            "created_at": NOON,
            "changed_at": NOON,
        }
        scenario = Scenario.objects.create(**(known | fields))
        keep_version(scenario, stamp=HOUSE)
        fill([scenario])
        return scenario

    def stamp(self, user: User | None = None, *, at: datetime = NOON) -> Stamp:
        """The stamp of ``user`` (the Laoshan officer by default) with all grants they hold."""
        person = user or self.officer
        grants = Grant.objects.filter(user=person).select_related("unit").order_by("pk")
        actor = Actor(person.pk, tuple((Role(g.role), g.unit) for g in grants))
        return Stamp(actor, at, "web", UUID(int=7))


HOUSE = Stamp(NOBODY, NOON, "job", UUID(int=1))


class Halves(LoadScopeScheduling):
    """Journeys stay together, for each half starts a site of its own; other tests go one by one.

    The two halves, the largest, begin first, each at a worker; then whoever is free takes the
    rest. (Marks of `xdist_group` do nothing with pytest 9.2, which names its tests otherwise.)
    """

    def _split_scope(self, nodeid: str) -> str:
        path = PurePath(nodeid.partition("::")[0])
        if "journeys" not in path.parts:
            return nodeid
        return "walks" if path.stem == "test_accessibility" else "journeys"


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Halves:
    """How `pytest -n` hands out the tests, and how long it waits for its workers in the end.

    They stop their servers and write down which lines they ran; killed after the usual ten seconds,
    a worker took all it had covered with it.
    """
    NodeManager.EXIT_TIMEOUT = 300
    return Halves(config, log)


@pytest.fixture
def town(db: None) -> Town:
    return Town()


@pytest.fixture
def english() -> Iterator[None]:
    """For tests that read what people are told; the site's own language is Chinese."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _language_is_the_sites_own() -> None:
    """What a page or a mail of an earlier test spoke is not spoken on."""
    deactivate()


@pytest.fixture(autouse=True)
def _counts_are_fresh() -> None:
    """What an earlier test's database said is not remembered."""
    scenario_queries.forget_counts()
    knowledge.forget()
    meaning.forget()
    remembering.forget_everything()


@pytest.fixture(autouse=True)
def _memory_does_not_age(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept for a few seconds is kept until a test says so, however slow the machine."""
    monkeypatch.setattr(remembering, "clock", lambda: 0.0)


@pytest.fixture(scope="session", autouse=True)
def _end_drops_the_database() -> None:
    """A connection that a thread or a child left open must not keep the test database alive."""

    def destroy(self: DatabaseCreation, test_database_name: str, verbosity: int) -> None:
        with self._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(
                f"DROP DATABASE {self.connection.ops.quote_name(test_database_name)} WITH (FORCE)"
            )

    patch: Callable[..., None] = setattr
    patch(DatabaseCreation, "_destroy_test_db", destroy)


@pytest.fixture(scope="session", autouse=True)
def _tests_may_empty_the_ledger() -> None:
    """Tests with real transactions empty every table; for them alone the guards step aside.

    Rows are deleted, since TRUNCATE makes new files for each of the hundred tables and waits for
    the disk: seconds against milliseconds. Kinds of content and their permissions are the same for
    all tests: they stay, and need not be made again.
    """

    def wipe(
        self: DatabaseOperations, style: object, tables: list[str], **_kwargs: object
    ) -> list[str]:
        names = ", ".join(f"'{self.quote_name(name)}'" for name in sorted({*tables} - _STAYS))
        return [_EMPTY.replace("-- tables --", names), _REOPEN_LANES] if tables else []

    patch: Callable[..., None] = setattr
    patch(DatabaseOperations, "sql_flush", wipe)
    patch(flush, "emit_post_migrate_signal", lambda *_args, **_kwargs: None)
