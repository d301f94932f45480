"""All tests run on the event loop that services run on (`service_runtime.cli`), on machines however busy.

Property tests have the same examples in each run; with `NEW_EXAMPLES=1` they, and fuzzing in any case, draw new ones.
"""

import asyncio
import os

import uvloop
from hypothesis import HealthCheck, settings


def pytest_configure() -> None:
    """A policy, not the hook of pytest-asyncio for loops: that one makes fixtures of a session end early."""
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    # How fast examples come and how long one takes tell how busy the machine is, and nothing of the test.
    settings.register_profile(
        "any-machine",
        suppress_health_check=[HealthCheck.too_slow],
        deadline=None,
        derandomize=not {"NEW_EXAMPLES", "FUZZ_EXAMPLES"} & os.environ.keys(),
    )
    settings.load_profile("any-machine")
