"""Builds what an image holds, without an engine: does the Dockerfile's own steps below a folder instead of `/`."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.containers.dockerfile import (
    ROOT,
    SERVICES,
    Instruction,
    environment,
    ignored,
    instructions,
    runtime,
)

_CACHE_MOUNT = "--mount=type=cache,target=/var/cache/uv "
_STEPS_DONE_HERE = ("uv ", "for ")
"""Beginnings of the RUN steps that can be done below a folder; others make users or install uv."""


@dataclass(frozen=True)
class Image:
    """An image whose `/opt`, `/build` and `/data` are below `root`."""

    name: str
    root: Path

    @property
    def target(self) -> str:
        """The stage that it is built from."""
        return "service" if self.name in SERVICES else self.name

    @property
    def site(self) -> Path:
        """Where its packages are."""
        return Path(self.python("import sysconfig; print(sysconfig.get_path('purelib'))"))

    def command(self, *words: str) -> list[str]:
        """The entry point with these words after it."""
        program, *rest = runtime(self.target, "ENTRYPOINT")[-1].words
        return [str(self.root / "opt" / "venv" / "bin" / program), *rest, *words]

    def environment(self, **variables: str) -> dict[str, str]:
        """What a process in a container finds, and nothing of ours."""
        own = {k: self.local(v) for k, v in environment(self.target).items()}
        return own | {"PATH": own["PATH"].replace("$PATH", os.defpath)} | variables

    def local(self, text: str) -> str:
        """The text with the image's paths as they are here."""
        return re.sub(r"(?<![\w.])/(opt|data|build)\b", rf"{self.root}/\1", text)

    def run(self, *words: str, **variables: str) -> str:
        """Run a container to its end, and return what it prints."""
        return _run(self.command(*words), self.root, self.environment(**variables))

    def python(self, code: str) -> str:
        """Run Python that sees the installed packages alone."""
        python = str(self.root / "opt" / "venv" / "bin" / "python")
        return _run([python, "-I", "-c", code], self.root, self.environment()).strip()


def build(name: str, folder: Path) -> Image:
    """Do the steps of an image's stages below `folder`; uv itself is the one we have."""
    image = Image(name, folder)
    for place in ("build", "data"):
        (folder / place).mkdir()
    for step in instructions(image.target):
        if step.name == "COPY":
            _copy(image, step)
        command = image.local(step.text.removeprefix(_CACHE_MOUNT))
        if step.name == "RUN" and command.startswith(_STEPS_DONE_HERE):
            _build(image, command)
    return image


def _copy(image: Image, step: Instruction) -> None:
    for source in step.sources:  # between stages nothing moves: they share the folder
        name = source.replace("$SERVICE", image.name)
        place = image.local(step.text.split()[-1].replace("$SERVICE", image.name))
        files = [f for f in (ROOT / name, *(ROOT / name).rglob("*")) if f.is_file()]
        sent = [file for file in files if not ignored(file)]
        assert sent, f"nothing of {name} reaches the engine"
        for file in sent:
            below = file.relative_to(ROOT / name) if (ROOT / name).is_dir() else Path()
            target = image.root / "build" / place / below
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target)


def _build(image: Image, command: str) -> None:
    """First with what is in uv's cache alone, since `make setup` has filled it; then with the network."""
    variables = {k: v for k, v in os.environ.items() if k != "VIRTUAL_ENV"} | {
        "PATH": f"{ROOT / '.tools' / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "SERVICE": image.name,
        "UV_PYTHON": sys.executable,
        "UV_NO_PROGRESS": "1",
    }
    shell, folder = ["sh", "-c", command], image.root / "build"
    try:
        _run(shell, folder, variables | {"UV_OFFLINE": "1"})
    except AssertionError:
        _run(shell, folder, variables | {"UV_VENV_CLEAR": "1"})


def _run(command: list[str], folder: Path, variables: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout
