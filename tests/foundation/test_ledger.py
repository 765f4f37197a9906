"""The ledger keeps what was written, in chains that nobody can change unseen."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, transaction

from citystage.foundation.ledger import journal, queries
from citystage.foundation.ledger.facts import Fact, fact, kinds, public_verbs
from citystage.foundation.ledger.models import Entry
from citystage.foundation.ledger.verification import verify
from tests.conftest import HOUSE, Town
from tests.settling import settle


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class Noted(Fact):
    verb = "tests.note.made"
    label = "noted"
    public = True

    text: str


def note(town, text="一"):
    journal.record(Noted(text=text), subject=town.city, stamp=HOUSE)
    return Entry.objects.latest("pk")


def forge(statement, *parameters):
    """Change rows as somebody with all rights would."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        cursor.execute("GRANT UPDATE, DELETE ON ledger_entry TO CURRENT_USER")
        cursor.execute(statement, parameters)


def test_an_untouched_ledger_is_whole(town):
    for text in ("一", "二", "三"):
        note(town, text)

    report = verify()

    assert (report.whole, report.rows) == (True, 3)


def test_rows_of_one_transaction_stand_on_one_chain_in_order(town):
    journal.record_many([(Noted(text=str(number)), town.city) for number in range(5)], stamp=HOUSE)

    rows = list(Entry.objects.order_by("pk"))
    assert [row.place for row in rows] == [1, 2, 3, 4, 5]
    assert [row.previous for row in rows[1:]] == [row.digest for row in rows[:-1]]
    assert verify().whole


@pytest.mark.parametrize(
    "statement", ["UPDATE ledger_entry SET verb = 'x'", "DELETE FROM ledger_entry"]
)
def test_change_is_refused_by_right_and_by_trigger(town, statement):
    note(town)

    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)

    with connection.cursor() as cursor:
        cursor.execute("GRANT UPDATE, DELETE ON ledger_entry TO CURRENT_USER")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)


def test_truncate_is_refused(town):
    note(town)

    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute("TRUNCATE ledger_entry")


def test_a_changed_row_is_found(town):
    rows = [note(town, text) for text in ("一", "二", "三")]

    forge('UPDATE ledger_entry SET payload = \'{"text": "改"}\' WHERE id = %s', rows[1].pk)

    report = verify()
    assert (report.bad_row, report.reason) == (rows[1].pk, "changed")


def test_a_removed_row_is_found(town):
    rows = [note(town, text) for text in ("一", "二", "三")]

    forge("DELETE FROM ledger_entry WHERE id = %s", rows[1].pk)

    report = verify()
    assert (report.bad_row, report.reason) == (rows[2].pk, "missing")


def test_a_removed_tail_is_found(town):
    rows = [note(town, text) for text in ("一", "二", "三")]

    forge("DELETE FROM ledger_entry WHERE id = %s", rows[2].pk)

    report = verify()
    assert (report.bad_row, report.reason) == (None, "tail")


def test_a_relinked_row_is_found(town):
    rows = [note(town, text) for text in ("一", "二")]

    forge("UPDATE ledger_entry SET previous = repeat('f', 64) WHERE id = %s", rows[1].pk)

    assert verify().reason == "unlinked"


def test_a_rolled_back_savepoint_leaves_no_gap(town):
    note(town, "一")
    try:
        with transaction.atomic():
            note(town, "二")
            raise ValueError  # noqa: TRY301 -- the point is the rollback
    except ValueError:
        pass
    note(town, "三")

    assert [row.payload["text"] for row in queries.timeline(town.city)] == ["一", "三"]
    assert verify().whole


def test_timelines_hold_back_what_is_not_public(town):
    note(town)
    journal.record(Hidden(), subject=town.city, stamp=HOUSE)

    assert [row.verb for row in queries.timeline(town.city)] == [
        "tests.note.made",
        "tests.hidden.made",
    ]
    assert [row.verb for row in queries.public_timeline(town.city)] == ["tests.note.made"]
    assert [str(row.label) for row in queries.timeline(town.city)] == ["noted", "hidden"]


def test_an_entry_of_a_forgotten_kind_is_called_by_its_verb():
    assert Entry(verb="gone.with.wind").label == "gone.with.wind"


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden(Fact):
    verb = "tests.hidden.made"
    label = "hidden"


def test_two_facts_may_not_share_a_verb():
    class Impostor(Fact):
        verb = "tests.note.made"
        label = "impostor"

    with pytest.raises(ValueError, match="two facts"):
        fact(Impostor)
    assert kinds()["tests.note.made"] is Noted
    assert "tests.note.made" in public_verbs()


@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_keep_every_chain_whole():
    town, writers, each = Town(), 8, 10
    gate = Barrier(writers)

    def write(number):
        gate.wait()
        for turn in range(each):
            with transaction.atomic():
                note(town, f"{number}-{turn}")
        connection.close()

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(write, range(writers)))

    report = verify()
    assert (report.whole, report.rows) == (True, writers * each)


@pytest.mark.django_db(transaction=True)
def test_the_feed_waits_for_slow_transactions_and_skips_nothing():
    town = Town()
    note(town, "先")
    settle()
    seen, held = Barrier(2), Barrier(2)

    def slow():
        with transaction.atomic():
            note(town, "慢")
            seen.wait()
            held.wait()
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(slow)
        seen.wait()
        note(town, "快")
        first = queries.feed()
        held.wait()
        running.result()
    cursor = (first[-1].transaction, first[-1].pk)
    settle()
    rest = queries.feed(after=cursor)

    assert [row.payload["text"] for row in first] == ["先"]
    assert [row.payload["text"] for row in rest] == ["慢", "快"]
