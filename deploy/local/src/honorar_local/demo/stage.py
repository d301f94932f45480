"""Where the demonstration plays: the running system, seen by the owner of an account of its own."""

import hashlib
import uuid
from dataclasses import dataclass
from pathlib import Path

from honorar_local import issuer
from honorar_local.demo.calls import Calls
from honorar_local.errors import LocalError
from honorar_local.folder import CHECKOUT, DataFolder
from honorar_local.state import SystemState

SAMPLE = CHECKOUT / "deploy" / "local" / "samples" / "toggl-2026-q3.csv"
_ACCOUNTS = uuid.UUID("8d1c6a6e-3c53-5d0e-9c0a-2f1f6f9f7a11")


@dataclass(frozen=True)
class Stage:
    """The file that is shown, the account it is shown in, and the doors into the system."""

    file: Path
    content: bytes
    account: uuid.UUID
    gateway: Calls
    double: Calls
    mailbox: Calls

    @property
    def realm(self) -> str:
        """The account's company in QuickBooks."""
        return str(9_130_000_000_000_000 + self.account.int % 1_000_000_000_000)

    def id(self, *names: str) -> uuid.UUID:
        """The same id for the same names, so that a repeated step is known as such."""
        return uuid.uuid5(self.account, "/".join(names))


def content_of(file: Path) -> bytes:
    """Read a file, or raise LocalError."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise LocalError(f"{file} cannot be read: {error.strerror}.") from error


def stage(folder: DataFolder, system: SystemState, file: Path, content: bytes) -> Stage:
    """Set the stage for a file. Each content has its own account, so files do not mix."""
    account = uuid.uuid5(_ACCOUNTS, hashlib.sha256(content).hexdigest())
    token = issuer.token(
        folder, system.gateway, ["owner"], account=account, subject="demonstration"
    )
    return Stage(
        file,
        content,
        account,
        Calls(system.gateway, token),
        Calls(system.intuit_double),
        Calls(system.mailbox),
    )
