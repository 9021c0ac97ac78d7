"""The folders of schemas and expectations are found in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder import resources


def _make(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True)
    (folder / name).write_text("{}", "utf-8")
    return folder


@pytest.mark.parametrize(
    ("kind", "name"), [("schemas", "mention.schema.json"), ("expectations", "mentions.json")]
)
def test_checkout_wins_over_the_copy_in_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, name: str
) -> None:
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "coder")
    with pytest.raises(FileNotFoundError, match="the install is incomplete"):
        resources.folder(kind)
    inside = _make(tmp_path / "coder" / "_data" / kind, name)
    assert resources.folder(kind) == inside
    foreign = _make(tmp_path / kind, "somebody_elses.json")
    assert resources.folder(kind) == inside, "a folder of another package beside ours does not count"
    (foreign / name).write_text("{}", "utf-8")
    assert resources.folder(kind) == foreign


def test_unknown_kind() -> None:
    with pytest.raises(ValueError, match="'seeds'; known are expectations, schemas"):
        resources.folder("seeds")
