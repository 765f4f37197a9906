"""Write docs/generated/ from the code (states, permissions, tables); `--check` compares."""

import os
import sys
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "generated"


def states() -> str:
    from django.apps import apps
    from django.utils.translation import override

    from citystage.foundation.access.permissions import Permission
    from citystage.foundation.workflow.flow import flows

    for config in apps.get_app_configs():
        if config.name.startswith("citystage.") and (Path(config.path) / "states.py").exists():
            import_module(f"{config.name}.states")
    lines = ["# States", "", "Drawn from each stage's `states.py`.", ""]
    for name, flow in sorted(flows().items()):
        lines += [f"## {name}", "", "```mermaid", flow.mermaid(), "```", ""]
        lines += ["| move | zh | fact | needs | told |", "|---|---|---|---|---|"]
        for move in flow.moves:
            needs = f"`{move.needs}`" if isinstance(move.needs, Permission) else move.needs
            with override("zh-hans"):
                chinese = str(move.label)
            told = ", ".join(move.tells) or "nobody"
            lines.append(f"| {move.name} | {chinese} | `{move.verb}` | {needs} | {told} |")
        lines.append("")
    return "\n".join(lines)


def permissions() -> str:
    from citystage.foundation.access.permissions import Permission
    from citystage.foundation.access.roles import CARRIES, Role

    lines = ["# Permissions", "", "A role is worn at a unit and reaches its subtree.", ""]
    lines += ["| permission | roles |", "|---|---|"]
    for permission in Permission:
        held = [role.value for role in Role if permission in CARRIES[role]]
        lines.append(f"| `{permission}` | {', '.join(held)} |")
    return "\n".join([*lines, ""])


def tables() -> str:
    from django.apps import apps

    lines = ["# Tables", "", "What each table is for, from its docstring.", ""]
    for config in apps.get_app_configs():
        models = list(config.get_models())
        if not config.name.startswith("citystage.") or not models:
            continue
        lines += [f"## {config.label}", "", "| table | what one row is |", "|---|---|"]
        for model in models:
            first = (model.__doc__ or "").strip().splitlines()[0]
            lines.append(f"| `{model._meta.db_table}` | {first} |")
        lines.append("")
    return "\n".join(lines)


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("SECRET_KEY", "docs")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "citystage.config.settings")
    import django

    django.setup()
    stale = []
    for name, write in (("states", states), ("permissions", permissions), ("tables", tables)):
        path, text = OUT / f"{name}.md", write()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(text, encoding="utf-8")
    if stale and "--check" in sys.argv:
        print(f"stale: {', '.join(stale)}; run scripts/generate_docs.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
