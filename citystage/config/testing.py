"""pytest plugin: the database is up and in the environment before Django reads its settings.

Loaded with `-p`, because pytest-django reads the settings before it looks at any conftest. Several
runs may share the server of one CITYSTAGE_HOME, each with its own CITYSTAGE_TEST_DB; none stops it.
"""

import os
from pathlib import Path

from citystage.config import embedded

os.environ.setdefault("SECRET_KEY", "for tests only")
# A site that runs in the same home must not answer for the tests' database.
os.environ.setdefault("SEARCH_INDEX", "postgres")
# Pages name their files plainly, so that no test depends on when the assets were last collected.
os.environ.setdefault(
    "STATICFILES_BACKEND", "django.contrib.staticfiles.storage.StaticFilesStorage"
)
if "DATABASE_URL" not in os.environ and os.environ.get("CITYSTAGE_EMBEDDED") != "0":
    home = Path(os.environ.get("CITYSTAGE_HOME") or Path(__file__).resolve().parents[2] / ".local")
    _kept = embedded.sharing(home)  # until this process ends
    os.environ["DATABASE_URL"] = _kept.__enter__()
