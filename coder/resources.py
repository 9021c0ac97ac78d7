"""Where `schemas/` and `expectations/` are: beside the package in a checkout, inside it in a wheel.

A wheel carries both folders in `coder/_data/`. A checkout has them at its top, where people edit them; there
may be a stale copy inside the package as well, so the top-level folder wins. Any other package could put a
folder named `schemas` next to ours in site-packages: a folder only counts as ours when it holds our own file.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parent
_OURS = {"schemas": "mention.schema.json", "expectations": "mentions.json"}


def folder(kind: str) -> Path:
    """The folder "schemas" or "expectations"; FileNotFoundError where the install has none."""
    if kind not in _OURS:
        raise ValueError(f"there is no resource folder {kind!r}; known are {', '.join(sorted(_OURS))}")
    places = (_PACKAGE.parent / kind, _PACKAGE / "_data" / kind)
    for place in places:
        if (place / _OURS[kind]).is_file():
            return place
    raise FileNotFoundError(
        f"no folder {kind!r} beside or inside the package at {_PACKAGE}: the install is incomplete"
    )


@cache
def schema(name: str) -> dict[str, Any]:
    """The JSON Schema called *name* ("event", "common", …); shared, so not to be changed by the caller."""
    loaded: dict[str, Any] = json.loads((folder("schemas") / f"{name}.schema.json").read_text("utf-8"))
    return loaded
