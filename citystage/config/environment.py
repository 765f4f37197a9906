"""What a process needs in its environment before Django reads the settings."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from citystage.config import embedded

CHECKOUT = Path(__file__).resolve().parents[2]
# The first draws the same pages with a quarter less work.
_BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def home() -> Path:
    """The folder of everything this installation keeps outside its database."""
    return Path(os.environ.get("CITYSTAGE_HOME") or CHECKOUT / ".local").resolve()


def chromium() -> str:
    """The browser that journeys and screenshots draw with; empty where there is none."""
    named = os.environ.get("CITYSTAGE_CHROMIUM")
    return named or next((path for name in _BROWSERS if (path := shutil.which(name))), "")


def wants_embedded() -> bool:
    """Whether the database is ours to start."""
    return "DATABASE_URL" not in os.environ and os.environ.get("CITYSTAGE_EMBEDDED") != "0"


def prepare() -> None:
    """Name the settings and give a secret key, made once and kept."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "citystage.config.settings")
    if "SECRET_KEY" not in os.environ:
        os.environ["SECRET_KEY"] = secret_key(home() / "secret_key")


def secret_key(path: Path) -> str:
    """The key in `path`; of several processes that find none, one makes it for all."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        making = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(making, path)
        except FileExistsError:
            pass
        finally:
            making.unlink()
    return path.read_text()


@contextmanager
def database() -> Iterator[str]:
    """The address of the database, for the length of the block also in the environment."""
    prepare()
    if not wants_embedded():
        yield os.environ.get("DATABASE_URL", "postgresql:///citystage")
        return
    with embedded.attached(home()) as url:
        os.environ["DATABASE_URL"] = url
        try:
            yield url
        finally:
            del os.environ["DATABASE_URL"]
