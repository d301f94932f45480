"""The data folder."""

import os
from pathlib import Path

import pytest

from honorar_local import LocalError
from honorar_local.folder import DataFolder, own_folder, supervisor_lock, write_atomically


def test_account_and_secrets_are_created_once(folder: DataFolder) -> None:
    again = DataFolder(folder.root)
    assert folder.account() == again.account()
    assert folder.secret("a") == again.secret("a") != folder.secret("b")


def test_only_the_owner_may_read_secrets(folder: DataFolder) -> None:
    folder.secret("a")
    modes = {path.stat().st_mode & 0o077 for path in folder.root.glob("secret-*")}
    assert modes == {0}


def test_no_other_user_may_enter_or_read(tmp_path: Path) -> None:
    """Nor a folder that an older version left open."""
    folder = DataFolder(tmp_path / "data")
    folder.logs.mkdir(parents=True, mode=0o755)
    folder.create()
    modes = {path.name: path.stat().st_mode & 0o777 for path in folder.root.iterdir()}
    assert set(modes.values()) == {0o700}
    by_group = (
        0o010 if os.geteuid() == 0 else 0
    )  # root's PostgreSQL runs as another user, and passes
    assert folder.root.stat().st_mode & 0o777 == 0o700 | by_group


def test_a_folder_that_everybody_may_write_in_is_refused(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    with pytest.raises(LocalError, match="Everybody may write in"):
        DataFolder(shared).create()
    assert shared.stat().st_mode & 0o1777 == 0o1777


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "file"
    write_atomically(target, "old" * 100)
    write_atomically(target, "new")
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_cannot_be_created_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LocalError, match=r"cannot be made: Not a directory.*HONORAR_DATA"):
        DataFolder(tmp_path / "file" / "data").create()


def test_a_disk_that_is_nearly_full_is_refused(folder: DataFolder) -> None:
    with pytest.raises(LocalError, match=r"MiB are free where .* at least"):
        folder.create(least_free_bytes=2**62)


def test_only_one_supervisor_holds_a_folder(folder: DataFolder) -> None:
    with supervisor_lock(folder) as first, supervisor_lock(folder) as second:
        assert (first, second) == (True, False)
    with supervisor_lock(folder) as later:
        assert later


def test_the_users_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HONORAR_DATA", str(tmp_path))
    assert own_folder().root == tmp_path
    monkeypatch.delenv("HONORAR_DATA")
    assert own_folder().root.parts[-2:] == (".honorar", "data")
