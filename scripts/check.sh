#!/usr/bin/env bash
# All that must hold before a change is taken. Every step runs, so that one sees all there is to mend.
# Called by `make check`, with .venv/bin first on the PATH.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=()

step() {
  local name=$1 began=$SECONDS
  shift
  if "$@"; then
    echo "ok      $name ($((SECONDS - began)) s)"
  else
    failed+=("$name")
    echo "FAILED  $name ($((SECONDS - began)) s)"
  fi
}

export SECRET_KEY="for checks only" DJANGO_SETTINGS_MODULE=citystage.config.settings
if [ -z "${DATABASE_URL:-}" ]; then
  DATABASE_URL=$(python -c 'from citystage.config import embedded, environment
print(embedded.ensure_running(environment.home()))') || exit 1
  export DATABASE_URL
  own_server=yes
fi

step "ruff check" ruff check --quiet .
step "ruff format" ruff format --quiet --check .
step "messages" python scripts/messages.py --check
step "import contracts" lint-imports --no-logo 2>&1
step "templates" djlint citystage --lint --quiet
step "duplicates" python scripts/duplicates.py
step "generated docs" python scripts/generate_docs.py --check
step "migrations" python -m django makemigrations --check --dry-run --verbosity 1
step "types" mypy citystage scripts

rm -f .coverage .coverage.*
# Without the address each worker starts a server of its own.
step "tests" env ${own_server:+-u DATABASE_URL} \
  coverage run -m pytest -q -n 2 --dist loadscope --durations=25 -p no:cacheprovider
coverage combine --quiet
step "coverage" coverage report --skip-covered --show-missing --fail-under=95 --sort=cover

if [ ${#failed[@]} -gt 0 ]; then
  echo "Not in order: ${failed[*]}" >&2
  exit 1
fi
echo "All in order ($SECONDS s)."
