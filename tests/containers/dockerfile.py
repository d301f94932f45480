"""Reads deploy/Dockerfile and .dockerignore."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = ROOT / "deploy" / "Dockerfile"
SERVICES = ("timer", "rates", "invoicing", "notifier", "qbo-sync", "identity")


ROLES = ("api", "worker", "relay", "migrate")
"""In which roles each service runs."""


@dataclass(frozen=True)
class Instruction:
    """One instruction of a stage, with continued lines joined."""

    stage: str
    name: str
    text: str

    @property
    def words(self) -> list[str]:
        """The arguments of the exec form."""
        return [str(word) for word in json.loads(self.text)]

    @property
    def source_stage(self) -> str | None:
        """The stage that a FROM or a COPY takes from, or the base image."""
        if self.name == "FROM":
            return self.text.split()[0]
        return self.text.split()[0].removeprefix("--from=") if "--from=" in self.text else None

    @property
    def sources(self) -> list[str]:
        """What a COPY takes from the build context."""
        return [] if self.source_stage else self.text.split()[:-1]


def instructions(target: str) -> list[Instruction]:
    """The instructions of a stage, after those of the stages that it needs."""
    needed, queue = set[str](), [target]
    while queue:
        stage = queue.pop()
        needed.add(stage)
        sources = [i.source_stage for i in _all() if i.stage == stage and i.source_stage]
        queue += [source for source in sources if source not in needed]
    return [i for i in _all() if i.stage in needed]


def runtime(target: str, name: str) -> list[Instruction]:
    """The instructions of a name that the image of a stage inherits or has, not those of its build."""
    chain: list[Instruction] = []
    stage = target
    while own := [i for i in _all() if i.stage == stage]:
        chain = own + chain
        stage = str(own[0].source_stage)
    return [i for i in chain if i.name == name]


def _all() -> list[Instruction]:
    return list(_parsed(DOCKERFILE.read_text()))


def _parsed(text: str) -> Iterator[Instruction]:
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    stage = ""
    for line in filter(str.strip, "\n".join(lines).replace("\\\n", " ").splitlines()):
        name, _, rest = line.partition(" ")
        if name == "FROM":
            stage = rest.split()[-1]
        yield Instruction(stage, name, " ".join(rest.split()))


def environment(target: str) -> dict[str, str]:
    """The variables of the image of a stage."""
    words = " ".join(i.text for i in runtime(target, "ENV")).split()
    return dict(word.split("=", 1) for word in words)


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
