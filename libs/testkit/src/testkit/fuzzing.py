"""`python -m testkit.fuzzing [--seconds 60] [--seed 1] [service …]`: schemathesis against services that have data.

The service runs its story (`tests/api_examples.py`); then every operation gets generated requests, valid ones and others,
over HTTP, with the ids of that story. What is not as its OpenAPI document says is a finding.
"""

import argparse
import asyncio
import contextlib
import json
import os
import secrets
import sys
import tempfile
from collections.abc import Sequence
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import jwt

from testkit.api_documents import served, story_of, told_services
from testkit.api_examples import Replay, examples
from testkit.listening import listening
from testkit.operations import Operations
from testkit.serving import Served
from testkit.tokens import ACCOUNT, token
from web.openapi import illustrate

_CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "positive_data_acceptance",
    "missing_required_header",
    "unsupported_method",
    "allow_header_conformance",
)
_CONFIGURATION = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", 401, 403, 404, 409, 410, 412, 413, 422, 428, 429]
[checks.missing_required_header]
expected-statuses = [400, 401, 403, 406, 415, 422, 428]
[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 406, 409, 410, 412, 413, 415, 422, 428, 429]
"""
"""A request that is valid by its schema may be refused with 422 for what no schema can say: `fuzzing_hooks` looks closer."""


async def fuzz(
    service: str, *, examples_each: int = 5, seconds: int | None = None, seed: int = 1
) -> str:
    """Send a service generated requests; returns what was found, empty when all is as documented.

    As many of each operation as is said, the same ones for a seed; or on and on for so many `seconds`.
    """
    async with served(service) as running:
        document, bearer = await _prepared(service, running)
        async with listening(running.app) as url:
            with tempfile.TemporaryDirectory() as folder:
                (Path(folder) / "openapi.json").write_text(json.dumps(document))
                (Path(folder) / "schemathesis.toml").write_text(_CONFIGURATION)
                options = [
                    f"--url={url}",
                    f"--header=Authorization: Bearer {bearer}",
                    f"--max-examples={examples_each}",
                    f"--seed={seed}",
                    *([f"--max-time={seconds}"] if seconds else []),
                ]
                beyond = getattr(story_of(service), "BEYOND_SCHEMAS", ())
                return await _schemathesis(Path(folder), options, beyond)


async def _prepared(service: str, running: Served) -> tuple[dict[str, Any], str]:
    """The document with the ids that are really there, and a token of somebody who may do everything."""
    running.exchanges = []
    await story_of(service).story(running)
    exchanges, running.exchanges = running.exchanges, None
    document = deepcopy(running.app.openapi())
    as_they_were = Replay(datetime.now(UTC), {}, as_it_was=True)
    illustrate(document, examples(exchanges, Operations(document), as_they_were))
    authorizations = (one.request.headers.get("authorization", "") for one in exchanges)
    agents = {_agent_of(one.removeprefix("Bearer ")) for one in authorizations} - {None}
    return document, token("owner", account=ACCOUNT, agent_id=min(agents, default=None, key=str))


def _agent_of(bearer: str) -> UUID | None:
    with contextlib.suppress(jwt.PyJWTError):
        claims = jwt.decode(bearer, options={"verify_signature": False})
        return UUID(claims["agent_id"]) if "agent_id" in claims else None
    return None


async def _schemathesis(folder: Path, options: Sequence[str], beyond: Sequence[str]) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "schemathesis.cli",
        f"--config-file={folder / 'schemathesis.toml'}",
        "run",
        str(folder / "openapi.json"),
        f"--checks={','.join(_CHECKS)},valid_is_accepted",
        "--phases=examples,coverage,fuzzing",
        "--mode=all",
        "--continue-on-failure",
        "--no-shrink",
        "--suppress-health-check=all",
        "--generation-database=none",
        "--warnings=off",
        "--no-color",
        *options,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=folder,
        env={
            **os.environ,
            "SCHEMATHESIS_HOOKS": "testkit.fuzzing_hooks",
            "BEYOND_SCHEMAS": json.dumps(beyond),
        },
    )
    output, _ = await process.communicate()
    return "" if process.returncode == 0 else output.decode()


async def main(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="testkit.fuzzing")
    parser.add_argument("--seconds", type=int, default=60, help="per service")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("services", nargs="*")
    options = parser.parse_args(arguments)
    status = 0
    for service in options.services or told_services():
        found = await fuzz(service, examples_each=100, seconds=options.seconds, seed=options.seed)
        print(f"{service}, seed {options.seed}: {found or 'nothing found'}")
        status |= bool(found)
    return status


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
