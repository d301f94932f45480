"""The secrets that everybody knows are refused where others can reach the gateway."""

import subprocess
import sys

import pytest

from tests.containers.composition import services, variables_used
from tests.containers.dockerfile import ROOT

CHECK = [sys.executable, str(ROOT / "deploy" / "compose" / "honorar.py"), "secrets"]
PUBLIC = {
    "another address": {"HONORAR_BIND": "0.0.0.0"},
    "every address": {"HONORAR_BIND": "::"},
    "behind a proxy": {"HONORAR_PUBLIC_URL": "https://honorar.example"},
}
NAMES = {
    name
    for name in variables_used()
    if name.endswith(("PASSWORD", "SECRET", "VERIFIER_TOKEN", "TOKEN_KEYS"))
} - {"SMTP_PASSWORD"}


def refusal(**variables: str) -> str:
    """What the check says with these variables; empty when it has no objection."""
    environment: dict[str, str] = services(**variables)["secrets"]["environment"]
    checked = subprocess.run(CHECK, env=environment, capture_output=True, text=True, check=False)
    assert checked.returncode == (1 if checked.stderr else 0)
    return str(checked.stderr)


@pytest.mark.parametrize(
    "address", [{}, {"HONORAR_BIND": "127.0.0.2"}, {"HONORAR_PUBLIC_URL": "http://[::1]:9"}]
)
def test_on_this_machine_the_defaults_do(address: dict[str, str]) -> None:
    assert refusal(**address) == ""


@pytest.mark.parametrize("address", PUBLIC.values(), ids=PUBLIC)
def test_elsewhere_every_default_is_named(address: dict[str, str]) -> None:
    said = refusal(**address)
    assert said.startswith("Others can reach the gateway")
    assert {name for name in NAMES if f" {name}" in said} == NAMES


def test_one_that_was_forgotten_is_named_alone() -> None:
    others = dict.fromkeys(NAMES - {"QBO_TOKEN_KEYS"}, "5ecret")
    said = refusal(HONORAR_BIND="0.0.0.0", **others)
    assert "knows: QBO_TOKEN_KEYS. Set" in said


def test_with_secrets_of_ones_own_there_is_no_objection() -> None:
    assert refusal(HONORAR_BIND="0.0.0.0", **dict.fromkeys(NAMES, "5ecret")) == ""


def test_nothing_of_ours_runs_before_the_check() -> None:
    parts = services()
    assert "secrets" in parts["databases"]["depends_on"]
    assert all("databases" in p["depends_on"] for n, p in parts.items() if n.endswith("-migrate"))


@pytest.mark.parametrize("name", ["mailpit", "intuit-double"])
def test_what_knows_no_sign_in_is_for_this_machine_alone(name: str) -> None:
    (port,) = services(HONORAR_BIND="0.0.0.0")[name]["ports"]
    assert port.startswith("127.0.0.1:")
