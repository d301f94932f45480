"""TCP ports on the loopback interface."""

import socket

LOOPBACK = "127.0.0.1"
LOOPBACK_6 = "::1"


def free_port() -> int:
    """A port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def free_ports(count: int) -> list[int]:
    """Several different free ports (all held open until all are known)."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind((LOOPBACK, 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def loopbacks() -> list[str]:
    """The addresses that `localhost` may mean on this machine: 127.0.0.1, and ::1 where there is IPv6."""
    return [LOOPBACK, LOOPBACK_6] if _can_listen(LOOPBACK_6, 0) else [LOOPBACK]


def is_free(port: int) -> bool:
    """Whether a server could listen on the port now (lingering closed connections do not count)."""
    return all(_can_listen(host, port) for host in loopbacks())


def _can_listen(host: str, port: int) -> bool:
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError:
        return False
    return True
