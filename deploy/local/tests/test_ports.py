"""Ports: configured, remembered, preferred, found."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from embedded_servers import free_port, loopbacks
from honorar_local import LocalError, ports
from honorar_local.folder import DataFolder


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path)
    folder.create()
    return folder


@contextmanager
def taken(port: int) -> Iterator[None]:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        yield


def test_every_process_gets_a_port_of_its_own(folder: DataFolder) -> None:
    chosen = ports.choose(folder, {})
    assert set(chosen) == set(ports.NAMES)
    assert len(set(chosen.values())) == len(chosen)


def test_ports_stay_the_same_from_run_to_run(folder: DataFolder) -> None:
    assert ports.choose(folder, {}) == ports.choose(folder, {})


def test_a_port_that_was_taken_meanwhile_is_replaced_and_the_others_stay(
    folder: DataFolder,
) -> None:
    before = ports.choose(folder, {})
    with taken(before["rates"]):
        after = ports.choose(folder, {})
    assert after["rates"] != before["rates"]
    assert {**after, "rates": 0} == {**before, "rates": 0}


def test_a_configured_port_is_used(folder: DataFolder) -> None:
    port = free_port()
    chosen = ports.choose(folder, {"HONORAR_QBO_SYNC_PORT": str(port)})
    assert chosen["qbo-sync"] == port


def test_a_configured_port_is_taken_from_nobody_else(folder: DataFolder) -> None:
    before = ports.choose(folder, {})
    after = ports.choose(folder, {"HONORAR_TIMER_PORT": str(before["rates"])})
    assert after["timer"] == before["rates"] != after["rates"]


def test_a_configured_port_that_is_taken_is_named_with_what_to_do(folder: DataFolder) -> None:
    port = free_port()
    with taken(port), pytest.raises(LocalError, match=f"Port {port} for the gateway .*is taken"):
        ports.choose(folder, {"HONORAR_GATEWAY_PORT": str(port)})


@pytest.mark.parametrize("text", ["http", "0", "70000", "-1"])
def test_what_is_no_port_is_refused(folder: DataFolder, text: str) -> None:
    with pytest.raises(LocalError, match="not a port"):
        ports.choose(folder, {"HONORAR_GATEWAY_PORT": text})


def test_a_damaged_file_of_ports_is_no_obstacle(folder: DataFolder) -> None:
    folder.ports.write_text("{half")
    assert ports.choose(folder, {})


@pytest.mark.skipif(len(loopbacks()) == 1, reason="this machine has no IPv6")
def test_a_port_is_taken_when_another_program_has_it_at_the_other_localhost(
    folder: DataFolder,
) -> None:
    before = ports.choose(folder, {})
    with socket.create_server(("::1", before["gateway"]), family=socket.AF_INET6):
        assert ports.choose(folder, {})["gateway"] != before["gateway"]


def test_two_folders_side_by_side_do_not_meet(tmp_path: Path) -> None:
    first, second = DataFolder(tmp_path / "a"), DataFolder(tmp_path / "b")
    first.create()
    second.create()
    ours = ports.choose(first, {})
    with taken(ours["gateway"]), taken(ours["mailbox"]), taken(ours["intuit-double"]):
        theirs = ports.choose(second, {})
    assert set(ours.values()).isdisjoint(theirs.values())
