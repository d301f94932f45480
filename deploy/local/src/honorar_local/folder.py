"""The data folder: everything that one installation stores, in one place."""

import fcntl
import json
import os
import secrets
import shutil
import stat
import threading
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from embedded_servers.private_folder import keep_private
from honorar_local import LocalError

CHECKOUT = Path(__file__).resolve().parents[4]
LEAST_FREE_BYTES = 1024**3

_creation = threading.Lock()


@dataclass(frozen=True)
class DataFolder:
    """The files and folders of one installation below `root`."""

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
        """Written by the user: NAME=value lines that become the environment of every service."""
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

    def create(self, *, least_free_bytes: int = LEAST_FREE_BYTES) -> None:
        """Create the folders, for our user alone.

        Raises LocalError when that is impossible or the disk is nearly full.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            self._refuse_if_shared()
            keep_private(self.root)
            for folder in (self.run, self.logs, self.mail, self.gateway, self.double, self.kafka):
                folder.mkdir(exist_ok=True)
                folder.chmod(0o700)
            free = shutil.disk_usage(self.root).free
        except OSError as error:
            raise LocalError(
                f"The data folder {self.root} cannot be made: {error.strerror}. "
                "Name another with --data-dir or HONORAR_DATA."
            ) from error
        if free < least_free_bytes:
            raise LocalError(
                f"Only {free // 1024**2} MiB are free where {self.root} is; at least "
                f"{least_free_bytes // 1024**2} MiB are needed. Free some space, or name a folder "
                "elsewhere with --data-dir or HONORAR_DATA."
            )

    def _refuse_if_shared(self) -> None:
        if self.root.stat().st_mode & stat.S_IWOTH:
            raise LocalError(
                f"Everybody may write in {self.root}. Name a folder for Honorar alone with --data-dir or HONORAR_DATA."
            )

    def account(self) -> uuid.UUID:
        """The account that tokens are for by default; created by the first call."""
        return uuid.UUID(self._created_once("account", lambda: str(uuid.uuid4())))

    def secret(self, name: str) -> str:
        """A random secret of 32 bytes, created by the first call and also usable as a Fernet key."""
        return self._created_once(
            f"secret-{name}", lambda: urlsafe_b64encode(secrets.token_bytes(32)).decode()
        )

    def _created_once(self, name: str, make: Callable[[], str]) -> str:
        path = self.root / f"{name}.json"
        with _creation:
            if not path.exists():
                self.root.mkdir(parents=True, exist_ok=True)
                write_atomically(path, json.dumps(make()))
        return str(json.loads(path.read_text()))


def write_atomically(path: Path, text: str, *, durable: bool = True) -> None:
    """Replace a file so that readers see the old or the new text, whole; only its owner may read it.

    `durable`: return only when the text would survive a power cut.
    """
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        if durable:
            os.fsync(file.fileno())
    scratch.replace(path)


@contextmanager
def supervisor_lock(folder: DataFolder) -> Iterator[bool]:
    """Hold the lock of the folder's only supervisor; yields False when another process holds it.

    The kernel releases it with the process, however that dies.
    """
    folder.lock.parent.mkdir(parents=True, exist_ok=True)
    with folder.lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def own_folder() -> DataFolder:
    """The folder of `up`: HONORAR_DATA, else .honorar/data in the checkout."""
    chosen = os.environ.get("HONORAR_DATA")
    return DataFolder(Path(chosen).absolute() if chosen else CHECKOUT / ".honorar" / "data")


def demo_folder() -> DataFolder:
    """The folder of `demo`."""
    return DataFolder(CHECKOUT / ".honorar" / "demo")


def known_folders() -> Iterator[DataFolder]:
    """The folders that commands look at by default."""
    yield own_folder()
    yield demo_folder()
