"""Running PostgreSQL for root, as whom it refuses to run."""

import os
import pwd
import stat
import sys
from pathlib import Path

from embedded_servers.errors import ServerError
from embedded_servers.launch import Launch

CAPABILITIES = {"CAP_CHOWN": 0, "CAP_DAC_OVERRIDE": 1, "CAP_SETGID": 6, "CAP_SETUID": 7}
TO_PASS_CLOSED_FOLDERS = {"CAP_SETPCAP": 8}
ADVICE = "Start as an ordinary user instead"


def launch_for(folder: Path, programs: Path) -> Launch:
    """How to run `programs` on the data in `folder`: as we are, or for root as the folder's owner or nobody.

    Raises ServerError when root lacks what that takes.
    """
    if os.geteuid() != 0:
        return Launch()
    owner = folder.stat()
    uid, gid = (owner.st_uid, owner.st_gid) if owner.st_uid != 0 else _nobody()
    closed = _closed_folder(folder, uid, gid) or _closed_folder(programs, uid, gid)
    needed = CAPABILITIES | (TO_PASS_CLOSED_FOLDERS if closed else {})
    if missing := [name for name, bit in needed.items() if not _has_capability(bit)]:
        raise ServerError(_refusal(missing, closed))
    if owner.st_uid == 0:
        os.chown(folder, uid, gid)
    return Launch(uid=uid, gid=gid, pass_closed_folders=closed is not None)


def _refusal(missing: list[str], closed: Path | None) -> str:
    place = (
        ", or move both the checkout and the data folder to where every user may pass, such as /srv"
    )
    return (
        "PostgreSQL does not run as root, and to run it as another user root needs "
        f"{', '.join(missing)}, which this container or service has dropped. {ADVICE}"
        + (f"{place} (nobody else may enter {closed})." if closed else ".")
    )


def _nobody() -> tuple[int, int]:
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise ServerError(
            f"PostgreSQL does not run as root and there is no user 'nobody' to run it. {ADVICE}."
        ) from None
    return entry.pw_uid, entry.pw_gid


def _closed_folder(path: Path, uid: int, gid: int) -> Path | None:
    """The outermost folder above `path` that this user may not enter."""
    folders = reversed(path.resolve().parents)
    return next((folder for folder in folders if not _may_pass(folder, uid, gid)), None)


def _may_pass(folder: Path, uid: int, gid: int) -> bool:
    found = folder.stat()
    if found.st_uid == uid:
        return bool(found.st_mode & stat.S_IXUSR)
    return bool(found.st_mode & (stat.S_IXGRP if found.st_gid == gid else stat.S_IXOTH))


def _has_capability(bit: int) -> bool:
    """Whether this process may now what the Linux capability allows; elsewhere root may everything."""
    if not sys.platform.startswith("linux"):
        return bit not in TO_PASS_CLOSED_FOLDERS.values()
    status = Path("/proc/self/status").read_text()
    effective = next(line for line in status.splitlines() if line.startswith("CapEff:"))
    return bool(int(effective.split()[1], 16) >> bit & 1)
