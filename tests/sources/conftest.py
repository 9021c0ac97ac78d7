"""Short articles of our own, and ways to write them to files and read them back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coder.errors import Problem
from coder.records import Article
from coder.sources import read

Reader = Callable[..., tuple[list[Article], list[Problem]]]


@pytest.fixture
def reading(tmp_path: Path) -> Reader:
    """Write files (name -> text or bytes) into a fresh folder, read them in order; (articles, problems)."""

    def write_and_read(files: dict[str, str | bytes], **options: Any) -> tuple[list[Article], list[Problem]]:
        paths = []
        for name, content in files.items():
            path = tmp_path / name
            path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
            paths.append(path)
        found = list(read(paths, **options))
        articles = [item for item in found if isinstance(item, Article)]
        return articles, [item for item in found if isinstance(item, Problem)]

    return write_and_read
