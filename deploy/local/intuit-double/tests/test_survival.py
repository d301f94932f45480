import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

import httpx

from intuit_double.decimals import dumps
from intuit_double.store import Store
from intuit_double.testing import REALM, AppClient


async def started(state: Path, port: int) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "intuit_double", "--port", str(port), "--state", str(state)
    )
    async with asyncio.timeout(60), httpx.AsyncClient() as http:
        while True:
            try:
                await http.get(f"http://127.0.0.1:{port}/readyz")
            except httpx.TransportError:
                await asyncio.sleep(0.05)
            else:
                return process


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


async def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    state, port = tmp_path / "intuit.jsonl", free_port()
    process = await started(state, port)
    async with AppClient(f"http://127.0.0.1:{port}") as intuit:
        await intuit.connect()
        await intuit.control("POST", "webhooks", url="http://127.0.0.1:9/nobody")
        await intuit.invoice()
        await intuit.control("POST", f"qbo/{REALM}/payments", invoice="2026-0001", amount="25")
        waiting = await intuit.control("GET", "webhooks")
        os.kill(process.pid, signal.SIGKILL)
        await process.wait()
        process = await started(state, port)
        try:
            assert (await intuit.read("Invoice", "1"))["Balance"] == 100
            assert (await intuit.refresh()).status_code == 200
            assert await queued(intuit) >= {e["id"] for e in waiting["events"]}
            assert len(await intuit.control("GET", "requests?path=/invoice&method=POST")) == 1
        finally:
            os.kill(process.pid, signal.SIGKILL)
            await process.wait()


async def queued(intuit: AppClient) -> set[str]:
    queue = await intuit.control("GET", "webhooks")
    batched = [event for batch in queue["batches"] for event in batch["events"]]
    return {event["id"] for event in [*batched, *queue["events"]]}


def test_a_line_cut_off_by_a_kill_is_as_if_it_had_never_been(tmp_path: Path) -> None:
    path = tmp_path / "state"
    store = Store(path)
    with store.transaction():
        store.put("things", "a", {"n": 1})
    with path.open("a") as file:
        file.write(dumps([("things", "b", {"n": 2})])[:-5])
    again = Store(path)
    assert again.all("things") == [{"n": 1}]
    with again.transaction():
        again.put("things", "c", {"n": 3})
    assert len(Store(path).all("things")) == 2


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "state")
    try:
        with store.transaction():
            store.put("things", "a", {"n": 1})
            raise RuntimeError
    except RuntimeError:
        pass
    assert store.all("things") == []
