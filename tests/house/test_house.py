"""The house keeps its own rules."""

import ast
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.roles import CARRIES, Role
from citystage.foundation.ledger.facts import kinds
from citystage.foundation.workflow.flow import Flow, Move, flows

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "citystage"
# The one hand that writes a state; and the models' own defaults are not writes.
PEN = "foundation/workflow/advance.py"


@cache
def parsed(path: Path) -> ast.Module:
    """Not to be changed: all tests read the same tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def sources(*wings: str) -> Iterator[tuple[str, ast.Module]]:
    for wing in wings or ("",):
        for path in sorted((SOURCE / wing).rglob("*.py")):
            name = str(path.relative_to(SOURCE))
            if "/migrations/" not in name:
                yield name, parsed(path)


def test_only_the_workflow_writes_a_state():
    writers = {
        name
        for name, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr == "state"
        and isinstance(node.ctx, ast.Store)
    }

    assert writers == {PEN}


def test_no_update_statement_writes_a_state_either():
    writers = {
        name
        for name, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "update"
        and any(keyword.arg == "state" for keyword in node.keywords)
    }

    assert writers == set()


def test_pages_read_through_queries():
    # An empty queryset is what a form field is declared with before its page fills it.
    offenders = {
        f"{name}:{node.lineno}"
        for name, tree in sources("web", "api")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr != "none" and _manager(node.value)
    }

    assert offenders == set()


def _manager(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "objects"


def test_http_forms_and_shortcuts_stay_in_the_web():
    barred = ("django.http", "django.forms", "django.shortcuts", "ninja")
    offenders = {
        f"{name}: {module}"
        for name, tree in sources("stages", "foundation", "kernel", "cities", "engines")
        for node in ast.walk(tree)
        for module in _imported(node)
        if module.startswith(barred)
    }

    assert offenders == set()


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module]
    return []


def test_actions_never_call_actions():
    offenders = {
        f"{name}: {module}"
        for name, tree in sources("stages", "foundation")
        if "/actions/" in name
        for node in ast.walk(tree)
        for module in _imported(node)
        if ".actions." in module and not _borrows_words_only(node)
    }

    assert offenders == set()


def _borrows_words_only(node: ast.AST) -> bool:
    """Refusals and shared steps may be imported from a neighbour; ``lock_…`` names say step."""
    return isinstance(node, ast.ImportFrom) and all(
        alias.name[0].isupper() or alias.name.startswith("lock_") for alias in node.names
    )


def test_every_role_and_every_permission_is_used():
    assert set(CARRIES) == set(Role)
    assert set().union(*CARRIES.values()) == set(Permission)


def test_every_permission_is_asked_for_somewhere():
    asked = {
        node.attr
        for name, tree in sources()
        if not name.startswith("foundation/access/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in Permission.__members__
    }

    assert asked == set(Permission.__members__)


@pytest.fixture(scope="module")
def charts():
    for config in apps.get_app_configs():
        for room in ("states", "facts"):
            known = config.name.startswith("citystage.")
            if known and any(Path(config.path).glob(f"{room}*")):
                import_module(f"{config.name}.{room}")
    return flows()


def test_every_move_writes_a_registered_fact(charts):
    verbs = {move.verb for flow in charts.values() for move in flow.moves}

    assert verbs - set(kinds()) == set()


def test_every_move_needs_a_permission_or_a_named_rule(charts):
    needs = [move.needs for flow in charts.values() for move in flow.moves]

    assert [n for n in needs if not isinstance(n, Permission) and not n.startswith("rule ")] == []


def test_every_move_state_and_fact_is_worded_in_both_languages(charts):
    from django.utils.translation import override  # noqa: PLC0415 -- beside its use

    labels = [move.label for flow in charts.values() for move in flow.moves]
    labels += [state.label for flow in charts.values() for state in flow.states]
    labels += [kind.label for verb, kind in kinds().items() if not verb.startswith("tests.")]
    untold = []
    for label in labels:
        with override("en"):
            english = str(label)
        with override("zh-hans"):
            chinese = str(label)
        if chinese == english or not english:
            untold.append(english)

    assert untold == []


def test_a_walk_through_any_flow_never_leaves_its_states(charts):
    @given(st.data())
    def walk(data: st.DataObject) -> None:
        flow = data.draw(st.sampled_from(sorted(charts.values(), key=lambda flow: flow.name)))
        state = flow.start
        for _ in range(20):
            moves = flow.moves_from(state)
            if not moves:
                break
            state = data.draw(st.sampled_from(moves)).target
            assert state in flow.states

    walk()


def test_a_flow_with_an_unreachable_state_does_not_start(charts):
    states = charts["application"].states
    only = charts["application"].start
    move = Move("stay", frozenset({only}), only, "stay", "x", "rule x", ())

    with pytest.raises(ValueError, match="no move leads to"):
        Flow(name="broken", states=states, start=only, moves=[move])


def test_charts_draw_themselves(charts):
    assert charts["list"].mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> preparing",
        "    preparing --> released: release",
    ]


def test_no_file_grows_past_its_room():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html")]
        if "/migrations/" not in str(path)
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }

    assert long == {}
