"""Apache Kafka's jars: pinned by hash in `kafka_jars.txt`, fetched once into a cache all checkouts share."""

import fcntl
import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from embedded_servers.errors import NoNetworkError, ServerError

Report = Callable[[str], None]


@dataclass(frozen=True)
class Jar:
    coordinate: str  # group:artifact:version
    sha256: str

    def in_cache(self, cache: Path) -> Path:
        group, artifact, version = self.coordinate.split(":")
        return cache / group.replace(".", "/") / artifact / version / f"{artifact}-{version}.jar"


def pinned() -> list[Jar]:
    """The jars of the broker in class path order."""
    lines = (resources.files("embedded_servers") / "kafka_jars.txt").read_text().splitlines()
    return [Jar(*line.split()) for line in lines if line and not line.startswith("#")]


def version() -> str:
    return pinned()[0].coordinate.rsplit(":", 1)[1]


def cache_folder() -> Path:
    """Where downloads are kept: HONORAR_CACHE, else the user's cache folder."""
    if chosen := os.environ.get("HONORAR_CACHE"):
        return Path(chosen)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "honorar"


def classpath(
    cache: Path | None = None, report: Report | None = None, jars: list[Jar] | None = None
) -> list[Path]:
    """The jars (the broker's) as files, downloaded and verified first where missing.

    Several processes may ask at once: one downloads, the others wait. Raises NoNetworkError.
    """
    cache = cache or cache_folder()
    jars = jars or pinned()
    folder = cache / "maven"
    ready = cache / f"kafka-{version()}-{_digest(jars)}.ready"
    if not _complete(jars, folder, ready):
        with _only_one(cache / "kafka.lock"):
            if not _complete(jars, folder, ready):
                _fetch(jars, folder, report or _print)
                ready.touch()
    return [jar.in_cache(folder) for jar in jars]


def _complete(jars: list[Jar], folder: Path, ready: Path) -> bool:
    return ready.exists() and all(jar.in_cache(folder).exists() for jar in jars)


def _digest(jars: list[Jar]) -> str:
    return hashlib.sha256("".join(jar.sha256 for jar in jars).encode()).hexdigest()[:12]


def _fetch(jars: list[Jar], folder: Path, report: Report) -> None:
    missing = [jar for jar in jars if not _genuine(jar, folder)]
    report(f"Downloading Apache Kafka {version()} (once, about 45 MB, into {folder})")
    with ThreadPoolExecutor(max_workers=6) as pool:
        for count, jar in enumerate(pool.map(lambda j: _download(j, folder), missing), start=1):
            if count % 10 == 0 or count == len(missing):
                report(f"  {count} of {len(missing)} files, last {jar.coordinate.split(':')[1]}")


def _genuine(jar: Jar, folder: Path) -> bool:
    """Whether the file is there and is the pinned one; a half-written one is removed."""
    path = jar.in_cache(folder)
    if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() != jar.sha256:
        path.unlink()
    return path.exists()


def _download(jar: Jar, folder: Path) -> Jar:
    from jgo.maven import MavenContext

    mirror = os.environ.get("HONORAR_MAVEN_URL")
    context = MavenContext(
        repo_cache=folder, remote_repos={"mirror": mirror} if mirror else None, timeout=30
    )
    try:
        context.create_dependency(jar.coordinate).artifact.resolve()
    except OSError as error:  # what the HTTP client raises
        raise NoNetworkError(
            "Apache Kafka is downloaded at the first run and the network does not answer "
            f"({type(error).__name__} for {jar.coordinate}). Connect and run again, or name a Maven "
            "mirror in HONORAR_MAVEN_URL, or copy a filled cache folder and name it in HONORAR_CACHE."
        ) from error
    except RuntimeError as error:
        raise ServerError(f"Apache Kafka cannot be downloaded: {error}") from error
    if not _genuine(jar, folder):
        raise ServerError(f"{jar.coordinate} as downloaded differs from its pinned hash; not used.")
    return jar


@contextmanager
def _only_one(lock: Path) -> Iterator[None]:
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _print(line: str) -> None:
    sys.stderr.write(line + "\n")
