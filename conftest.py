"""All tests run on the event loop that services run on (`service_runtime.cli`)."""

import asyncio

import uvloop


def pytest_configure() -> None:
    """A policy, not the hook of pytest-asyncio for loops: that one makes fixtures of a session end early."""
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
