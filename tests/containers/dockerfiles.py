"""Reads Dockerfiles, and knows what they may copy."""

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ("timer", "rates", "invoicing", "notifier", "qbo-sync")
DOCKERFILES = {
    **{service: ROOT / "services" / service / "Dockerfile" for service in SERVICES},
    "local": ROOT / "deploy" / "local" / "Dockerfile",
}


@dataclass(frozen=True)
class Instruction:
    """One instruction, of the build's stage 0, 1, …"""

    stage: int
    name: str
    text: str

    @property
    def words(self) -> list[str]:
        """The arguments in exec form."""
        return [str(word) for word in json.loads(self.text)]

    @property
    def sources(self) -> list[str]:
        """What a COPY takes from the build context."""
        words = self.text.split()
        return [] if words[0].startswith("--from=") else words[:-1]


def instructions(image: str) -> list[Instruction]:
    """The Dockerfile of an image, without comments, continued lines joined."""
    lines = DOCKERFILES[image].read_text().splitlines()
    text = "\n".join(line for line in lines if not line.startswith("#")).replace("\\\n", " ")
    found: list[Instruction] = []
    stage = -1
    for line in filter(str.strip, text.splitlines()):
        name, _, rest = line.partition(" ")
        stage += name == "FROM"
        found.append(Instruction(stage, name, " ".join(rest.split())))
    return found


def named(image: str, name: str, stage: int | None = None) -> list[Instruction]:
    return [i for i in instructions(image) if i.name == name and stage in (None, i.stage)]


def copied(image: str) -> list[str]:
    """Everything that the image's build takes from the repository."""
    return [source for copy in named(image, "COPY") for source in copy.sources]


def environment(image: str, stage: int) -> dict[str, str]:
    words = " ".join(i.text for i in named(image, "ENV", stage)).split()
    return dict(word.split("=", 1) for word in words)


def project(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "pyproject.toml").read_text())


def libraries(folder: Path) -> set[str]:
    """The workspace libraries that a package needs, also through others."""
    names = (re.split(r"[\[<>=;]", d)[0] for d in project(folder)["project"]["dependencies"])
    own = {name for name in names if (ROOT / "libs" / name).is_dir()}
    return own.union(*(libraries(ROOT / "libs" / library) for library in own))


def ignored(path: Path) -> bool:
    """Whether .dockerignore keeps a file of the repository from the build: the last matching line decides."""
    name, outcome = path.relative_to(ROOT).as_posix(), False
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        if line and not line.startswith("#") and _expression(line.lstrip("!")).match(name):
            outcome = not line.startswith("!")
    return outcome


def _expression(pattern: str) -> re.Pattern[str]:
    """A line of .dockerignore: `**/` is any depth, `*` any part of one name; it covers what is below, too."""
    escaped = re.escape(pattern).replace(r"\*\*/", "(.*/)?").replace(r"\*", "[^/]*")
    return re.compile(f"{escaped}(/.*)?$")
