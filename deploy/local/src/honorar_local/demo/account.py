"""The account of the demonstration: the running system, seen by the owner of an account of its own."""

import hashlib
import uuid
from dataclasses import dataclass
from pathlib import Path

from honorar_local import LocalError, issuer
from honorar_local.demo.client import ApiClient
from honorar_local.folder import CHECKOUT, DataFolder
from honorar_local.state import SystemState

SAMPLE = CHECKOUT / "deploy" / "local" / "samples" / "toggl-2026-q3.csv"
_NAMESPACE = uuid.UUID("8d1c6a6e-3c53-5d0e-9c0a-2f1f6f9f7a11")


@dataclass(frozen=True)
class DemoAccount:
    """The account that a file is imported into, with clients of everything that the demonstration calls."""

    file: Path
    content: bytes
    id: uuid.UUID
    gateway: ApiClient
    intuit: ApiClient
    mailbox: ApiClient

    @property
    def realm(self) -> str:
        """The id of the account's company in QuickBooks."""
        return realm_of(self.id)


def realm_of(account: uuid.UUID) -> str:
    """The id of an account's company in the local QuickBooks."""
    return str(9_130_000_000_000_000 + account.int % 1_000_000_000_000)


def read_file(file: Path) -> bytes:
    """The bytes of a file. Raises LocalError."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise LocalError(f"{file} cannot be read: {error.strerror}.") from error


def demo_account(
    folder: DataFolder, system: SystemState, file: Path, content: bytes
) -> DemoAccount:
    """The account of a file. Each content has its own account, so files do not mix."""
    account = uuid.uuid5(_NAMESPACE, hashlib.sha256(content).hexdigest())
    token = issuer.token(
        folder, system.gateway, ["owner"], account=account, subject="demonstration"
    )
    return DemoAccount(
        file,
        content,
        account,
        gateway=ApiClient(system.gateway, token),
        intuit=ApiClient(system.intuit_double),
        mailbox=ApiClient(system.mailbox),
    )
