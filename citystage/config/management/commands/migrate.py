"""Django's `migrate`; an empty database is filled in a twelfth of the processor time.

Whenever a migration touches a model, Django builds anew all models that hang together with it. Here
nearly all do, by the account and the unit, so that 400 changes built 25,000 models: 60 seconds for
tables that take three. In an empty database no table holds a row that a change of a key would have
to be carried to, so the changed model alone is built; a migration that runs code is given models
built whole, as `ProjectState.is_delayed` has it. A database that is in use is migrated as ever.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState


class _Lightly:
    """What takes the place of the methods of `ProjectState` meanwhile."""

    @staticmethod
    def add_model(state: Any, model: ModelState) -> None:  # noqa: ANN401 -- its insides are untyped
        # Without `apps` the model is noted only.
        apps = state.__dict__.pop("apps", None)
        _add_model(state, model)
        if apps is not None:
            state.__dict__["apps"] = apps
            state.is_delayed = True
            apps.render_multiple([model])

    @staticmethod
    def find_reload_model(
        state: Any,  # noqa: ANN401
        app_label: str,
        model_name: str,
        delay: bool = False,  # noqa: ARG004, FBT001, FBT002 -- Django's signature
    ) -> set[tuple[str, str]]:
        state.is_delayed = True
        return {(app_label, model_name)}


_add_model = ProjectState.add_model


@contextmanager
def changed_models_alone() -> Iterator[None]:
    """Of the models of the past those alone are built that a migration changes."""
    kept = {name: getattr(ProjectState, name) for name in ("add_model", "_find_reload_model")}
    try:
        setattr(ProjectState, "add_model", _Lightly.add_model)  # noqa: B010 -- not ours to type
        setattr(ProjectState, "_find_reload_model", _Lightly.find_reload_model)  # noqa: B010
        yield
    finally:
        for name, method in kept.items():
            setattr(ProjectState, name, method)


class Command(migrate.Command):
    """See above."""

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        applied = MigrationRecorder(connections[options["database"]]).applied_migrations()
        if applied:
            super().handle(*args, **options)
            return
        with changed_models_alone():
            super().handle(*args, **options)
