"""`/healthz`: the process answers. `/readyz`: database, migrations, indexes; how the search is."""

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from citystage.foundation.index.asking import searcher
from citystage.foundation.index.away import IndexAway


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    found = readings()
    ready = all(reading == "ok" for reading in found.values())
    told = {"ready": ready, **found, "search": search()}
    return JsonResponse(told, status=200 if ready else 503)


def search() -> str:
    """How far the search index is; without it the database answers, so it decides nothing."""
    try:
        status = searcher().status()
    except IndexAway as away:
        return f"by words from the database: {away.why}"
    if not status["ready"]:
        return f"by words from the database: {status['problem'] or 'filling'}"
    lag = int(status["lag"])
    return f"{lag} changes behind" if lag else "ok"


def readings() -> dict[str, str]:
    """What is wrong with each part, or "ok"; a part that cannot be asked counts as wrong."""
    return {name: _asked(check) for name, check in CHECKS.items()}


def _asked(check: Callable[[], str]) -> str:
    try:
        return check()
    except DatabaseError as error:
        return str(error).strip().split("\n")[0] or type(error).__name__


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not missing:
        return "ok"
    return "to be applied: " + ", ".join(f"{step.app_label}.{step.name}" for step, _ in missing[:5])


def _index() -> str:
    """PostgreSQL leaves an index invalid when building it was broken off; searches then miss it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(indexrelid::regclass::text, ', ') FROM pg_index WHERE NOT indisvalid"
        )
        (invalid,) = cursor.fetchone() or (None,)
    return f"invalid: {invalid}" if invalid else "ok"


CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "index": _index,
}
