"""Plain text: one file, one article. How such files are laid out is told in `layout`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coder.errors import Problem, problem
from coder.sources import layout
from coder.sources.decode import decode
from coder.sources.draft import Draft
from coder.sources.files import File, whole


def read(file: File, stream: Iterator[bytes]) -> Iterator[Draft | Problem]:
    """The article of a plain-text file."""
    decoded = decode(whole(stream))
    if not decoded.text.strip():
        yield problem(file.where, None, "empty-file", "the file is empty")
        return
    if decoded.doubt:
        yield problem(file.where, None, "encoding", decoded.doubt, severity="warning")
    stated, body = layout.header(decoded.text.replace("\r\n", "\n").replace("\r", "\n"))
    values: dict[str, Any] = {**stated}
    yield Draft(
        where=file.where,
        text=body,
        file_id=file.stem,
        file_name=file.name,
        plain=True,
        basis="header",
        **values,
    )
