"""Which Java Kafka runs with."""

from pathlib import Path

import pytest

from embedded_servers.java import java, major


def fake_java(folder: Path, version: str, *, exit_code: int = 0) -> Path:
    """A Java that says which version it is."""
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\nexit {exit_code}\n")
    program.chmod(0o755)
    return program


@pytest.mark.parametrize(
    ("version", "expected"), [("17.0.9", 17), ("25", 25), ("1.8.0_402", 1), ("nonsense", None)]
)
def test_the_major_version_is_read(tmp_path: Path, version: str, expected: int | None) -> None:
    assert major(fake_java(tmp_path, version)) == expected


def test_what_is_no_program_has_no_version(tmp_path: Path) -> None:
    assert major(tmp_path / "missing") is None


def test_the_java_of_java_home_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, on_path = fake_java(tmp_path / "home", "21"), fake_java(tmp_path / "path", "22")
    monkeypatch.setenv("PATH", str(on_path.parent))
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "home"))
    assert java() == home
    monkeypatch.delenv("JAVA_HOME")
    assert java() == on_path


def test_one_that_is_too_old_gives_way_to_the_bundled_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = fake_java(tmp_path, "11.0.1")
    monkeypatch.setenv("PATH", str(old.parent))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    chosen = java()
    assert chosen != old
    assert (major(chosen) or 0) >= 17
