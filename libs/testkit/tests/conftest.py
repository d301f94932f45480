from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

import service_runtime
import web
from libs.service_runtime.tests import sample_service
from testkit import Served, serve

router = web.router(prefix="/v1")


@router.get("/me")
async def get_me(caller: web.AnyCaller) -> dict[str, Any]:
    return {
        "subject": caller.subject,
        "account": str(caller.account_id),
        "roles": sorted(caller.roles),
        "agent_id": caller.agent_id and str(caller.agent_id),
    }


@router.get("/failure")
async def fail(caller: web.AnyCaller) -> None:
    raise RuntimeError("a bug")


def service(settings: service_runtime.Settings) -> service_runtime.Service:
    """The runtime's sample service, with endpoints that need a caller."""
    sample = sample_service.service(settings)
    return replace(sample, routers=[*sample.routers, router])


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    async with serve(service, service_runtime.Settings) as served:
        yield served
