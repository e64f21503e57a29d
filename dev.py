"""Install and run, with nothing but Python 3.11 or newer.

    python3 dev.py serve     install into .venv, then serve on http://127.0.0.1:8000
    python3 dev.py test      install with the development tools, then check everything

Everything comes from the lock files, with digests. Further arguments are passed on:
`python3 dev.py serve --port 9000`, `python3 dev.py test -k crosswalk`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
LOCKS = {"serve": "requirements.lock", "test": "requirements-dev.lock"}
PROGRAMS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "virtuoso-opensource-7": ("virtuoso-t",),
}
"""Debian's packages that the tests need, and the programs by which they are found."""
COVERAGE = ["--cov", "--cov-report=term", "--cov-report=xml"]
SCRIPTS = ["--explicit-package-bases", "--follow-imports=silent", "benchmarks", "tools", "dev.py"]
PARALLEL = ["-n", "logical", "--dist", "worksteal"]
"""A file's tests share what it opens, so they stay together until a worker has nothing to do."""


def run(*command: str | Path) -> None:
    """Run a command in the project's folder; end with its exit code when it fails."""
    print(f"$ {' '.join(map(str, command))}", flush=True)
    code = subprocess.run([str(part) for part in command], cwd=ROOT).returncode
    if code:
        sys.exit(code)


def install(purpose: str) -> None:
    """Make .venv hold exactly what the lock file says, and the project itself."""
    lock = ROOT / LOCKS[purpose]
    stamp = VENV / f"installed-{purpose}"
    wanted = hashlib.sha256(lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    if not BIN.exists():
        venv.create(VENV, with_pip=True)
    pip: list[str | Path] = [BIN / "python", "-m", "pip", "install"]
    pip += ["--quiet", "--disable-pip-version-check"]
    # The lock names everything: resolving again could only differ as new releases appear.
    run(*pip, "--no-deps", "--require-hashes", "-r", lock)
    run(*pip, "--no-deps", "--no-build-isolation", "--editable", ".")
    stamp.write_text(wanted)


def ensure_programs() -> None:
    """The tests need a real browser and a second graph database: find them, or install Debian's."""
    missing = {
        package
        for package, programs in PROGRAMS.items()
        if not any(shutil.which(name) for name in programs)
    }
    if not missing:
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        run("apt-get", "update", "-qq")
        run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *sorted(missing))
        return
    sys.exit(
        f"The tests need {' and '.join(sorted(missing))}. Install them (Debian: sudo apt-get "
        f"install {' '.join(sorted(missing))}), or run only the tests that don't: "
        "python3 dev.py test -m 'not browser and not virtuoso'"
    )


def check(arguments: list[str]) -> None:
    """Lint, types, layers, generated files, then every test with branch coverage."""
    run(BIN / "ruff", "format", "--check", ".")
    run(BIN / "ruff", "check", ".")
    run(BIN / "mypy")
    run(BIN / "mypy", *SCRIPTS)
    run(BIN / "lint-imports")
    for tool in ("manifest", "json_schema", "reference", "architecture", "own_evidence"):
        run(BIN / "python", f"tools/{tool}.py", "--check")
    if not arguments:
        ensure_programs()
    run(BIN / "pytest", *([*COVERAGE, *PARALLEL] if not arguments else []), *arguments)


def main() -> None:
    """Do what the first argument says."""
    purpose, *arguments = sys.argv[1:] or [""]
    if purpose not in LOCKS:
        sys.exit(__doc__)
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python may be asked to run this file
        sys.exit("Crosstrace needs Python 3.11 or newer.")
    install(purpose)
    if purpose == "serve":
        run(BIN / "crosstrace", "serve", *arguments)
    else:
        check(arguments)


if __name__ == "__main__":
    main()
