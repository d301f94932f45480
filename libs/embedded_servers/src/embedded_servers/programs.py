"""Runs short programs: those of PostgreSQL, Java and the like, with arguments of our own making."""

import os
import subprocess
from collections.abc import Mapping, Sequence

Outcome = subprocess.CompletedProcess[str]


def run(
    command: Sequence[str | os.PathLike[str]],
    *,
    env: Mapping[str, str] | None = None,
    timeout: float = 120.0,
) -> Outcome:
    """Run to the end; the outcome has exit code and texts. Raises OSError or TimeoutExpired."""
    return subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, check=False, env=env, timeout=timeout
    )
