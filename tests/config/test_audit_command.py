"""`citystage audit verify` names the first bad row and says it by its exit code."""

import json

import pytest
from django.db import connection

from citystage.config.cli import run_within
from citystage.foundation.ledger import journal
from citystage.foundation.ledger.models import Entry
from citystage.foundation.membership.facts import LockoutLifted
from tests.conftest import HOUSE


def note(town):
    journal.record(LockoutLifted(username="x"), subject=town.owner, stamp=HOUSE)
    return Entry.objects.latest("pk")


def forge(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        cursor.execute("GRANT UPDATE, DELETE ON ledger_entry TO CURRENT_USER")
        cursor.execute(statement, parameters)


def test_a_whole_ledger_exits_0(town, capsys):
    note(town)

    code = run_within(["audit", "verify"])

    assert (code, capsys.readouterr().out.split(",")[0]) == (0, "The ledger is whole: 1 rows")


def test_a_whole_ledger_as_json(town, capsys):
    note(town)

    code = run_within(["audit", "verify", "--json"])

    told = json.loads(capsys.readouterr().out)
    assert (code, told["whole"], told["rows"], told["bad_row"]) == (0, True, 1, None)


def test_a_changed_row_is_named_and_exits_1(town, capsys):
    note(town)
    second = note(town)
    forge("UPDATE ledger_entry SET verb = 'x' WHERE id = %s", second.pk)

    words = run_within(["audit", "verify"]), capsys.readouterr().out
    told = run_within(["audit", "verify", "--json"]), json.loads(capsys.readouterr().out)

    line = f"The ledger is NOT whole: row {second.pk}: it is not as it was written\n"
    assert words == (1, line)
    assert (told[0], told[1]["bad_row"], told[1]["reason"]) == (1, second.pk, "changed")


def test_a_cut_tail_names_the_chain(town, capsys):
    last = note(town)
    last.refresh_from_db()
    forge("DELETE FROM ledger_entry WHERE id = %s", last.pk)

    code = run_within(["audit", "verify"])

    line = f"The ledger is NOT whole: chain {last.lane}: rows at its end are gone\n"
    assert (code, capsys.readouterr().out) == (1, line)


def test_the_act_must_be_named():
    with pytest.raises(SystemExit) as told:
        run_within(["audit"])

    assert told.value.code == 2
