"""What the images hold, run against a real PostgreSQL in the order in which Compose starts it."""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest

from embedded_servers import PostgresServer, free_port
from testkit import until
from tests.containers.composition import services
from tests.containers.dockerfile import SERVICES
from tests.containers.images import Image

Built = Callable[[str], Image]
PARTS = services()
each_service = pytest.mark.parametrize("service", SERVICES)


@pytest.fixture(scope="module")
def databases(built: Built, postgres: PostgresServer) -> PostgresServer:
    """The server after the one-shot that makes the databases; it ran twice, as it does at every start."""
    variables = PARTS["databases"]["environment"] | {"POSTGRES_URL": postgres.url()}
    for _ in range(2):
        built("local").run(*PARTS["databases"]["command"], **variables)
    return postgres


def environment_of(part: str, postgres: PostgresServer, **changed: str) -> dict[str, str]:
    """A part's environment, with the addresses that containers have replaced by those here."""
    address = f"@127.0.0.1:{postgres.port}/"
    variables: dict[str, str] = PARTS[part]["environment"]
    return {k: v.replace("@postgres:5432/", address) for k, v in variables.items()} | changed


@each_service
async def test_a_migrated_service_gets_ready_and_ends_on_sigterm(
    service: str, built: Built, databases: PostgresServer
) -> None:
    image, port = built(service), free_port()
    image.run("migrate", **environment_of(f"{service}-migrate", databases))
    variables = environment_of(f"{service}-api", databases, HOST="127.0.0.1", PORT=str(port))
    with running(image.command("api"), image.environment(**variables), image.root) as process:
        await until(lambda: answers(process, f"http://127.0.0.1:{port}/readyz"), within=60)
        process.terminate()
        assert process.wait(timeout=30) == 0


async def test_the_double_answers_and_stores_its_state(built: Built) -> None:
    image, port = built("local"), free_port()
    variables = {k: image.local(v) for k, v in PARTS["intuit-double"]["environment"].items()}
    variables |= {"INTUIT_DOUBLE_HOST": "127.0.0.1", "INTUIT_DOUBLE_PORT": str(port)}
    command = image.command(*PARTS["intuit-double"]["command"])
    with running(command, image.environment(**variables), image.root) as process:
        await until(lambda: answers(process, f"http://127.0.0.1:{port}/_fake/companies"))
    assert stored_files(image) == {"state.jsonl"}


def test_a_token_verifies_with_the_published_key(built: Built) -> None:
    image, variables = built("local"), PARTS["issuer"]["environment"]
    command = [*PARTS["honorar"]["entrypoint"][1:], "token", "--role", "owner", "--role", "agent"]
    image.run(*PARTS["issuer"]["command"], **variables)
    key = published(image)
    image.run(*PARTS["issuer"]["command"], **variables)
    claims: dict[str, Any] = jwt.decode(
        image.run(*command[1:], **variables).strip(),
        key,
        algorithms=["ES256"],
        audience=PARTS["timer-api"]["environment"]["OIDC_AUDIENCE"],
        issuer=PARTS["timer-api"]["environment"]["OIDC_ISSUER"],
    )
    assert claims["roles"] == ["owner", "agent"]
    assert published(image).key_id == key.key_id


def stored_files(image: Image) -> set[str]:
    """The files in the container's volume."""
    return {file.name for file in (image.root / "data").iterdir() if file.is_file()}


def published(image: Image) -> jwt.PyJWK:
    """The key in the folder that the gateway serves."""
    (volume,) = (v for v in PARTS["issuer"]["volumes"] if v.startswith("well-known:"))
    folder = Path(image.local(volume.partition(":")[2]))
    return jwt.PyJWKSet.from_dict(json.loads((folder / "jwks.json").read_text())).keys[0]


@contextmanager
def running(
    command: list[str], variables: dict[str, str], folder: Path
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=variables, cwd=folder)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def answers(process: subprocess.Popen[bytes], url: str) -> bool:
    assert process.poll() is None, f"ended with {process.returncode}"
    try:
        return httpx.get(url).status_code == 200
    except httpx.HTTPError:
        return False
