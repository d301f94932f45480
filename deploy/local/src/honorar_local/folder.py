"""The data folder: all that one installation keeps, in one place."""

import json
import os
import secrets
import shutil
import threading
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from honorar_local.errors import LocalError

CHECKOUT = Path(__file__).resolve().parents[4]
LEAST_FREE = 1024**3

_once = threading.Lock()


@dataclass(frozen=True)
class DataFolder:
    """What is where below `root`."""

    root: Path

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def state(self) -> Path:
        return self.run / "state.json"

    @property
    def lock(self) -> Path:
        return self.run / "supervisor.lock"

    @property
    def ports(self) -> Path:
        return self.root / "ports.json"

    @property
    def settings(self) -> Path:
        """Written by the user: NAME=value lines that every service is told."""
        return self.root / "settings.env"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def mail(self) -> Path:
        return self.root / "mail"

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def kafka(self) -> Path:
        return self.root / "kafka"

    @property
    def gateway(self) -> Path:
        return self.root / "gateway"

    @property
    def double(self) -> Path:
        return self.root / "intuit-double"

    @property
    def signing_key(self) -> Path:
        return self.root / "issuer" / "signing-key.pem"

    @property
    def well_known(self) -> Path:
        """Served by the gateway under /.well-known/."""
        return self.root / "issuer" / "well-known"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def pid_file(self, name: str) -> Path:
        return self.run / f"{name}.pid"

    def make(self, *, least_free: int = LEAST_FREE) -> None:
        """Make the folders. Raises LocalError when that is impossible or the disk is nearly full."""
        try:
            for folder in (self.root, self.run, self.logs, self.mail, self.gateway, self.double):
                folder.mkdir(parents=True, exist_ok=True)
            free = shutil.disk_usage(self.root).free
        except OSError as error:
            raise LocalError(
                f"The data folder {self.root} cannot be made: {error.strerror}. "
                "Name another with --data-dir or HONORAR_DATA."
            ) from error
        if free < least_free:
            raise LocalError(
                f"Only {free // 1024**2} MiB are free where {self.root} is; at least "
                f"{least_free // 1024**2} MiB are needed. Free some space, or name a folder "
                "elsewhere with --data-dir or HONORAR_DATA."
            )

    def account(self) -> uuid.UUID:
        """The account that tokens are for unless told otherwise; made at the first call."""
        return uuid.UUID(self._once("account", lambda: str(uuid.uuid4())))

    def secret(self, name: str) -> str:
        """A random secret of 32 bytes, made at the first call; its form is also that of a Fernet key."""
        return self._once(
            f"secret-{name}", lambda: urlsafe_b64encode(secrets.token_bytes(32)).decode()
        )

    def _once(self, name: str, make: Callable[[], str]) -> str:
        path = self.root / f"{name}.json"
        with _once:
            if not path.exists():
                self.root.mkdir(parents=True, exist_ok=True)
                write_atomically(path, json.dumps(make()))
        return str(json.loads(path.read_text()))


def write_atomically(path: Path, text: str, *, durable: bool = True) -> None:
    """Write so that readers find the old or the new text, whole, and for the owner's eyes only.

    `durable`: wait until it would survive a power cut.
    """
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        if durable:
            os.fsync(file.fileno())
    scratch.replace(path)


def own_folder() -> DataFolder:
    """Where `up` keeps the user's own data unless told otherwise."""
    chosen = os.environ.get("HONORAR_DATA")
    return DataFolder(Path(chosen).absolute() if chosen else CHECKOUT / ".honorar" / "data")


def demo_folder() -> DataFolder:
    """Where the demonstration keeps its data."""
    return DataFolder(CHECKOUT / ".honorar" / "demo")


def known_folders() -> Iterator[DataFolder]:
    """The folders that commands look at when no folder is named."""
    yield own_folder()
    yield demo_folder()
