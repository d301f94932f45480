"""Makes what an image holds, without an engine: does the build's own steps below a folder instead of `/`."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.containers.dockerfiles import ROOT, Instruction, environment, ignored, named

_CACHE = "--mount=type=cache,target=/var/cache/uv "


@dataclass(frozen=True)
class Image:
    """An image whose `/opt` and `/data` are below `root`."""

    name: str
    root: Path

    @property
    def site(self) -> Path:
        """Where its packages are."""
        return Path(self.python("import sysconfig; print(sysconfig.get_path('purelib'))"))

    def command(self, *words: str) -> list[str]:
        """The entry point with these words after it."""
        (entry,) = named(self.name, "ENTRYPOINT")
        return [self.program(entry.words[0]), *entry.words[1:], *words]

    def program(self, name: str) -> str:
        return str(self.root / "opt" / "venv" / "bin" / name)

    def environment(self, **told: str) -> dict[str, str]:
        """What a process in a container finds, and nothing of ours."""
        own = {k: self.here(v) for k, v in environment(self.name, 1).items()}
        return own | {"PATH": own["PATH"].replace("$PATH", os.defpath)} | told

    def here(self, text: str) -> str:
        """The text with the image's paths as they are here."""
        return re.sub(r"(?<![\w.])/(opt|data)\b", rf"{self.root}/\1", text)

    def run(self, *words: str, **told: str) -> str:
        """Run a container to its end, and return what it prints."""
        return _done(self.command(*words), self.root, self.environment(**told))

    def python(self, code: str) -> str:
        """Run Python that sees the installed packages alone."""
        return _done(
            [self.program("python"), "-I", "-c", code], self.root, self.environment()
        ).strip()


def build(name: str, folder: Path) -> Image:
    """Do the steps of an image's Dockerfile below `folder`; uv itself is the one we have."""
    image = Image(name, folder)
    (folder / "data").mkdir()
    for copy in named(name, "COPY"):
        for source in copy.sources:
            _copy(ROOT / source, _target(image, copy, source))
    for step in named(name, "RUN", stage=0):
        command = image.here(step.text.removeprefix(_CACHE))
        if command.startswith("uv "):
            _build(["sh", "-c", command], folder / "build")
    return image


def _target(image: Image, copy: Instruction, source: str) -> Path:
    target = copy.text.split()[-1]
    if target.endswith("/"):
        target += Path(source).name
    return Path(image.here(target)) if copy.stage else image.root / "build" / target


def _copy(source: Path, target: Path) -> None:
    for file in [source, *source.rglob("*")]:
        if file.is_file() and not ignored(file):
            place = target / file.relative_to(source) if source.is_dir() else target
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, place)


def _build(command: list[str], folder: Path) -> None:
    """First with what is in uv's cache alone, since `make setup` has filled it; then with the network."""
    uv = {"PATH": f"{ROOT / '.tools' / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    ours = {k: v for k, v in os.environ.items() if k != "VIRTUAL_ENV"} | uv
    ours |= {"UV_PYTHON": sys.executable, "UV_NO_PROGRESS": "1"}
    try:
        _done(command, folder, ours | {"UV_OFFLINE": "1"})
    except AssertionError:
        _done(command, folder, ours | {"UV_VENV_CLEAR": "1"})


def _done(command: list[str], folder: Path, told: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=folder, env=told, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout
