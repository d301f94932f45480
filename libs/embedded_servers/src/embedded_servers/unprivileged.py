"""Running PostgreSQL for root, as whom it refuses to run."""

import os
import pwd
from pathlib import Path

from embedded_servers.errors import ServerError
from embedded_servers.launch import Launch


def launch_for(folder: Path, programs: Path) -> Launch:
    """How to run `programs` on the data in `folder`: as we are, or for root as the folder's owner or nobody."""
    if os.geteuid() != 0:
        return Launch()
    owner = folder.stat()
    if owner.st_uid != 0:
        uid, gid = owner.st_uid, owner.st_gid
    else:
        uid, gid = _nobody()
        os.chown(folder, uid, gid)
    return Launch(uid=uid, gid=gid, reach=not (_open_to_all(folder) and _open_to_all(programs)))


def _nobody() -> tuple[int, int]:
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise ServerError(
            "PostgreSQL does not run as root and there is no user 'nobody' to run it: "
            "start as an ordinary user."
        ) from None
    return entry.pw_uid, entry.pw_gid


def _open_to_all(path: Path) -> bool:
    """Whether every folder above lets everybody pass."""
    return all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents)
