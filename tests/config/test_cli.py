"""The command: every name leads to its module, and only what was asked for is loaded."""

import argparse
import json
import subprocess
import sys
from importlib import import_module

import pytest

from citystage.config.cli import COMMANDS, main


@pytest.mark.parametrize("name", COMMANDS)
def test_a_module_registers_the_command_it_is_listed_for(name):
    subparsers = argparse.ArgumentParser().add_subparsers()

    import_module(f"citystage.config.commands.{COMMANDS[name]}").register(subparsers)

    assert list(subparsers.choices) == [name]


def test_a_word_that_is_no_command_is_told_the_commands(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["nonsense"])

    assert caught.value.code == 2
    said = capsys.readouterr().err
    assert [name for name in COMMANDS if name not in said] == []


def test_assigning_loads_neither_django_nor_a_database(tmp_path):
    instance = {"cases": 2, "experts": 2, "k": 1, "max_load": 1, "affinity": [[1, 0], [0, 1]]}
    (tmp_path / "in.json").write_text(json.dumps(instance))
    script = (
        "import sys; from citystage.config.cli import main;"
        "code = main(['assign', '--in', 'in.json', '--out', 'out.json']);"
        "print(code, sorted({'django', 'psycopg', 'pydantic', 'scipy'} & sys.modules.keys()))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert done.stdout == "0 []\n"
    assert json.loads((tmp_path / "out.json").read_text())["assignment"] == [[0], [1]]


def test_a_folder_is_no_place_for_the_answer(tmp_path, capsys):
    (tmp_path / "in.json").write_text(
        '{"cases": 0, "experts": 0, "k": 1, "max_load": 1, "affinity": []}'
    )

    code = main(["assign", "--in", str(tmp_path / "in.json"), "--out", str(tmp_path)])

    assert code == 1
    assert capsys.readouterr().err == f"citystage assign: {tmp_path}: Is a directory\n"
    assert not list(tmp_path.parent.glob("*.part"))
