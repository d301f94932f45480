"""Runs before a server's own program, in the process that becomes it.

    python -I -S launch.py '{"parent": 17, "signal": 9, "uid": 65534, …}' program argument…

It ties the process to its parent's life, gives up root's identity and then executes the program, so the
program keeps the process id. It is a program of its own because code between fork and exec in a threaded
parent can deadlock. Only the standard library is imported: it must start in a few milliseconds.
"""

import ctypes
import json
import os
import sys
from dataclasses import asdict, dataclass

PR_SET_PDEATHSIG = 1
PR_SET_SECUREBITS = 28
SECBIT_NO_SETUID_FIXUP = 1 << 2
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522


@dataclass(frozen=True)
class Launch:
    """How a program is to be run.

    parent, signal: the parent's process id and the signal to get when it dies; none: outlives it.
    uid, gid: whom to become (root only).
    pass_closed_folders: keep the right to pass folders that are closed to `uid`, such as root's home.
    """

    parent: int | None = None
    signal: int | None = None
    uid: int | None = None
    gid: int | None = None
    pass_closed_folders: bool = False

    def command(self, program: list[str]) -> list[str]:
        return [sys.executable, "-I", "-S", __file__, json.dumps(asdict(self)), *program]


def _prctl(option: int, *arguments: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    padded = [ctypes.c_ulong(a) for a in (*arguments, 0, 0, 0, 0)[:4]]
    if libc.prctl(option, *padded) != 0:
        raise OSError(ctypes.get_errno(), f"prctl {option} failed")


def _keep_only_passing() -> None:
    """Reduce root's capabilities to CAP_DAC_OVERRIDE, for this process and all that it starts."""
    libc = ctypes.CDLL(None, use_errno=True)
    bit = 1 << CAP_DAC_OVERRIDE
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    data = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
    if libc.capset(header, data) != 0:
        raise OSError(ctypes.get_errno(), "capset failed")
    _prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE)


def _become(launch: Launch) -> None:
    if launch.uid is None or launch.gid is None:
        return
    if launch.pass_closed_folders:
        # Without it access(2), by which PostgreSQL looks for its own programs, disregards the capabilities
        # of everybody but root.
        _prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP)
    os.setgroups([])
    os.setgid(launch.gid)
    os.setuid(launch.uid)
    if launch.pass_closed_folders:
        _keep_only_passing()


def _die_with_parent(launch: Launch) -> None:
    if launch.parent is None or not sys.platform.startswith("linux"):
        return
    _prctl(PR_SET_PDEATHSIG, launch.signal or 9)
    if os.getppid() != launch.parent:
        sys.exit("the parent is gone already")


def main() -> None:
    launch = Launch(**json.loads(sys.argv[1]))
    _become(launch)  # before the next: changing identity clears the death signal
    _die_with_parent(launch)
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606


if __name__ == "__main__":
    main()
