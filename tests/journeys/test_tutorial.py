"""The tutorial of the API does what it shows, against the running system."""

import os
import re
import subprocess
import sys
import uuid
from pathlib import Path

from honorar_local import issuer
from tests.harness.system import System

TUTORIAL = Path(__file__).parents[2] / "docs" / "api" / "tutorial.md"


def test_the_tutorial_ends_with_a_paid_invoice(system: System) -> None:
    blocks = re.findall(r"```python\n(.*?)```", TUTORIAL.read_text(), re.DOTALL)
    gateway = system.state.gateway
    token = issuer.token(system.folder, gateway, ["owner"], account=uuid.uuid4())
    run = subprocess.run(
        [sys.executable, "-c", "\n".join(blocks)],
        env={**os.environ, "HONORAR": gateway, "TOKEN": token},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
