"""All tests run on the event loop that services run on (`service_runtime.cli`), on machines however busy."""

import asyncio

import uvloop
from hypothesis import HealthCheck, settings


def pytest_configure() -> None:
    """A policy, not the hook of pytest-asyncio for loops: that one makes fixtures of a session end early."""
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    # How fast examples come and how long one takes tell how busy the machine is, and nothing of the test.
    settings.register_profile(
        "any-machine", suppress_health_check=[HealthCheck.too_slow], deadline=None
    )
    settings.load_profile("any-machine")
