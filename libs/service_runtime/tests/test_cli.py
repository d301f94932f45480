"""What the command line refuses before anything is started."""

import pytest

import service_runtime
from libs.service_runtime.tests.sample_service import service
from service_runtime.cli import main

SETTINGS = {
    "DATABASE_URL": "postgresql://x:y@127.0.0.1:1/z",
    "KAFKA_BOOTSTRAP": "127.0.0.1:1",
    "OIDC_ISSUER": "https://issuer.example",
    "OIDC_JWKS_URL": "http://127.0.0.1:1/jwks",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.mark.parametrize(
    ("role", "missing"),
    [
        ("api", "DATABASE_URL"),
        ("api", "OIDC_ISSUER"),
        ("api", "OIDC_JWKS_URL"),
        ("worker", "KAFKA_BOOTSTRAP"),
        ("relay", "KAFKA_BOOTSTRAP"),
        ("all", "KAFKA_BOOTSTRAP"),
        ("all", "OIDC_ISSUER"),
        ("migrate", "DATABASE_URL"),
    ],
)
def test_a_missing_setting_is_named_and_nothing_is_started(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], role: str, missing: str
) -> None:
    environment.delenv(missing)
    assert main(service, service_runtime.Settings, [role]) == 2
    assert f"setting {missing}:" in capsys.readouterr().err


def test_a_setting_of_the_wrong_type_is_named(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.setenv("PORT", "http")
    assert main(service, service_runtime.Settings, ["api"]) == 2
    assert "setting PORT:" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["brew"]])
def test_an_unknown_role_is_refused(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(service, service_runtime.Settings, arguments)
    assert ended.value.code == 2
    assert "role" in capsys.readouterr().err


def test_help_lists_the_roles(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(service, service_runtime.Settings, ["--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert all(role in shown for role in ("api", "worker", "relay", "all", "migrate", "dlq"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("https://login.example", "not JSON"),
        ('[{"issuer": "https://login.example"', "not JSON"),
        ("{}", "valid tuple"),
        ('[{"issuer": "https://login.example"}]', "required"),
    ],
)
def test_a_list_of_issuers_that_is_none_is_named_with_its_reason(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str, reason: str
) -> None:
    environment.setenv("OIDC_MORE_ISSUERS", text)
    assert main(service, service_runtime.Settings, ["api"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("setting OIDC_MORE_ISSUERS")
    assert reason in told
