"""A release on disk: one folder per version, written whole or not at all, never overwritten by accident.

    <out>/1.0.0/  events|mentions|articles .csv .parquet .jsonl
                  codebook.md  validation.md  validation.json  README.md  LICENSE.txt  manifest.json
                  SHA256SUMS

Same records, same versions -> same bytes: rows are sorted by id, there is no clock and no random, and files
carry no metadata of their own. (Parquet files do name the pyarrow version that wrote them.)

The folder is first written under a hidden name beside its place, forced to disk and then renamed, so that
nobody ever sees half a release and a killed run leaves nothing but the hidden folder.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from coder import table
from coder.errors import ReleaseError, ValidationError
from coder.quality import Report
from coder.records import Article, Event, Mention, to_json

_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]*")
_OWN_KEYS = frozenset({"version", "counts", "files"})


def publish(
    out: Path,
    version: str,
    *,
    articles: Iterable[Article],
    mentions: Iterable[Mention],
    events: Iterable[Event],
    report: Report,
    codebook_text: str,
    manifest_extra: Mapping[str, Any],
    replace: bool = False,
) -> Path:
    """Write the release *version* into the folder *out* and return its path.

    *manifest_extra* goes into manifest.json beside version, counts and files: versions of the coder, the
    ontology's digest, the model. A version that exists raises ReleaseError. With *replace* it is exchanged
    where any file differs, and left untouched where none does. A report with failing critical checks raises
    ValidationError.
    """
    if not _VERSION.fullmatch(version):
        raise ReleaseError(
            f"{version!r} cannot be a version: use digits, letters, dots and hyphens, as in 1.0.0"
        )
    if report.failed_critical:
        failing = ", ".join(check.check_id for check in report.failed_critical)
        raise ValidationError(f"version {version} is not published: it fails the critical checks {failing}")
    target = out / version
    if target.exists() and not replace:
        raise ReleaseError(f"{target} exists; a published version is never overwritten, choose a higher one")
    files = _files(
        version, list(articles), list(mentions), list(events), report, codebook_text, manifest_extra
    )
    if target.exists() and _content(target) == files:
        return target
    _write_folder(target, files, replace=replace)
    return target


def _files(
    version: str,
    articles: Sequence[Article],
    mentions: Sequence[Mention],
    events: Sequence[Event],
    report: Report,
    codebook_text: str,
    manifest_extra: Mapping[str, Any],
) -> dict[str, bytes]:
    """File name -> bytes, all that a release holds."""
    files = {
        **_data_files("events", "event", table.events_table(events), events),
        **_data_files("mentions", "mention", table.mentions_table(mentions), mentions),
        **_data_files("articles", "article", table.articles_table(articles), articles),
        "codebook.md": codebook_text.encode(),
        "validation.md": report.to_markdown().encode(),
        "validation.json": _json(report.to_json()),
        "README.md": _README.format(version=version).encode(),
        "LICENSE.txt": _LICENSE.encode(),
    }
    counts = {"articles": len(articles), "mentions": len(mentions), "events": len(events)}
    files["manifest.json"] = _json(_manifest(version, counts, files, manifest_extra))
    sums = (f"{_sha256(content)}  {name}\n" for name, content in sorted(files.items()))
    files["SHA256SUMS"] = "".join(sums).encode()
    return files


def _data_files(
    name: str, kind: table.Kind, frame: pd.DataFrame, records: Sequence[Article | Mention | Event]
) -> dict[str, bytes]:
    return {
        f"{name}.csv": csv_bytes(frame),
        f"{name}.parquet": parquet_bytes(frame, kind),
        f"{name}.jsonl": jsonl_bytes(kind, records),
    }


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """CSV in UTF-8, line feeds, TRUE and FALSE (base R reads no other spelling), empty cells for missing."""
    spelled = {
        name: frame[name].map({True: "TRUE", False: "FALSE"})
        for name in frame.columns
        if frame[name].dtype == "boolean"
    }
    return frame.assign(**spelled).to_csv(index=False, lineterminator="\n").encode()


def parquet_bytes(frame: pd.DataFrame, kind: table.Kind) -> bytes:
    """Parquet with the types of the schema: real dates, and plain strings (some readers lack large ones)."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "date": pa.date32()}
    shape = pa.schema([(column.name, types.get(column.type, pa.string())) for column in table.columns(kind)])
    arrays = [pa.Array.from_pandas(frame[field.name]).cast(field.type) for field in shape]
    sink = io.BytesIO()
    clean = pa.table(arrays, schema=shape).replace_schema_metadata(None)
    pq.write_table(clean, sink, compression="zstd", store_schema=False)
    return sink.getvalue()


def jsonl_bytes(kind: table.Kind, records: Iterable[Article | Mention | Event]) -> bytes:
    """One record per line as `records.to_json` gives it, sorted by id; articles without their text."""
    key = f"{kind}_id"
    lines = []
    for record in sorted(records, key=lambda r: str(getattr(r, key))):
        plain = to_json(record)
        if kind == "article":
            del plain["text"]
        lines.append(json.dumps(plain, ensure_ascii=False, allow_nan=False) + "\n")
    return "".join(lines).encode()


def _manifest(
    version: str, counts: Mapping[str, int], files: Mapping[str, bytes], extra: Mapping[str, Any]
) -> dict[str, Any]:
    if taken := sorted(_OWN_KEYS & set(extra)):
        raise ReleaseError(f"the manifest has its own {taken[0]!r}; choose another name for it")
    return {
        **extra,
        "version": version,
        "counts": dict(counts),
        "files": {name: {"bytes": len(body), "sha256": _sha256(body)} for name, body in files.items()},
    }


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2, sort_keys=True) + "\n").encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _content(folder: Path) -> dict[str, bytes] | None:
    """What a folder holds; None where it holds more than plain files and so cannot be a release of ours."""
    entries = list(folder.iterdir()) if folder.is_dir() else []
    if not entries or not all(entry.is_file() for entry in entries):
        return None
    return {entry.name: entry.read_bytes() for entry in entries}


def _write_folder(target: Path, files: Mapping[str, bytes], *, replace: bool) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
    try:
        fresh.chmod(0o755)  # mkdtemp lets only the owner in
        for name, content in files.items():
            with (fresh / name).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        _sync(fresh)
        if replace and target.exists():
            _exchange(target, fresh)
        else:
            _rename_new(fresh, target)
        _sync(target.parent)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _rename_new(fresh: Path, target: Path) -> None:
    try:
        fresh.rename(target)
    except OSError as error:
        # Somebody else has published the same version since we looked.
        raise ReleaseError(f"{target} cannot be put in place: {error.strerror}") from error


def _exchange(target: Path, fresh: Path) -> None:
    """Put *fresh* where *target* is. Between the two renames there is no release, but never half of one."""
    aside = Path(tempfile.mkdtemp(prefix=f".{target.name}.old-", dir=target.parent))
    old = aside / target.name
    target.rename(old)
    try:
        fresh.rename(target)
    except OSError as error:
        old.rename(target)
        aside.rmdir()
        raise ReleaseError(f"{target} cannot be exchanged: {error.strerror}") from error
    shutil.rmtree(aside, ignore_errors=True)


def _sync(folder: Path) -> None:
    if os.name == "posix":  # elsewhere a folder cannot be opened
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


_LICENSE = """\
The dataset in this folder is licensed under the Creative Commons Attribution 4.0 International licence (CC BY
4.0): https://creativecommons.org/licenses/by/4.0/legalcode

You may share and change it, also commercially, if you name the source: Conflict Event Coder, and the version.

Names, coordinates and ids of places contain data of GeoNames (https://www.geonames.org), CC BY 4.0. Quoted
sentences and titles belong to their publishers; articles.csv names the licence of each article where it is
known.
"""

_README = """\
# Conflict events, version {version}

| file | one row is |
|---|---|
| `events` | one real-world event: who did what to whom, when, where, how many were killed and wounded |
| `mentions` | one event as one sentence of one article tells it, with its evidence |
| `articles` | one article (without its text) |

Each comes as `.csv` (flat), `.parquet` (flat, with types) and `.jsonl` (nested). `codebook.md` explains every
column, `validation.md` lists the checks the data passed, `manifest.json` says what the data was made with.
`SHA256SUMS` lets you check the files: `sha256sum -c SHA256SUMS`.

## Load it

Codes are text, and 010 is not 10: read the CSV as text, then turn the columns you count with into numbers.

R:

```r
events <- read.csv("events.csv", colClasses = "character", na.strings = "", encoding = "UTF-8")
events$killed_best <- as.integer(events$killed_best)
```

Stata:

```stata
import delimited using "events.csv", stringcols(_all) varnames(1) bindquote(strict) encoding("utf-8") clear
destring killed_* wounded_* place_latitude place_longitude, replace
```

Python:

```python
import pandas as pd
events = pd.read_csv("events.csv", dtype=str, keep_default_na=False, na_values=[""])
events = pd.read_parquet("events.parquet")  # with types
```

Excel: Data, From Text/CSV, Transform Data, then set the type of every column to Text.

An empty cell means that the text does not say; it is never 0. Licence: see `LICENSE.txt`.
"""
