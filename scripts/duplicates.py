"""Fail when two functions have the same body of six statements or more, whatever their names."""

import ast
import sys
from collections import defaultdict
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
LEAST_STATEMENTS = 6


def main() -> int:
    places: dict[str, list[str]] = defaultdict(list)
    for path in sorted((CHECKOUT / "citystage").rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and _size(node) >= LEAST_STATEMENTS:
                body = "\n".join(ast.dump(step) for step in _body(node))
                places[body].append(f"{path.relative_to(CHECKOUT)}:{node.lineno} {node.name}")
    found = [where for where in places.values() if len(where) > 1]
    for where in found:
        print("the same twice: " + ", ".join(where))
    return 1 if found else 0


def _body(node: ast.FunctionDef) -> list[ast.stmt]:
    return node.body[1:] if ast.get_docstring(node) else node.body


def _size(node: ast.FunctionDef) -> int:
    return sum(isinstance(step, ast.stmt) for part in _body(node) for step in ast.walk(part))


if __name__ == "__main__":
    sys.exit(main())
