"""The options: an argument beats its environment variable, which beats the default."""

from pathlib import Path

import pytest

from intuit_double.options import Options, from_arguments


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INTUIT_DOUBLE_PORT", raising=False)


def test_without_anything_it_listens_on_this_machine_and_stores_nothing() -> None:
    options = from_arguments([])
    assert (options.host, options.port, options.state) == ("127.0.0.1", 8089, None)
    assert options.client_id == Options.client_id


def test_an_argument_beats_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTUIT_DOUBLE_CLIENT_ID", "from the environment")
    monkeypatch.setenv("INTUIT_DOUBLE_PORT", "9000")
    assert from_arguments([]).client_id == "from the environment"
    options = from_arguments(["--client-id", "from the command line", "--state", "x.jsonl"])
    assert (options.client_id, options.port) == ("from the command line", 9000)
    assert options.state == Path("x.jsonl")


def test_redirect_uris_are_separated_by_commas() -> None:
    options = from_arguments(["--redirect-uris", "http://a/callback,http://b/callback"])
    assert options.redirect_uris == ("http://a/callback", "http://b/callback")
