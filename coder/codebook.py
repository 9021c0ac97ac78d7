"""The codebook: what every column of a release means, generated from the schemas and the ontology.

Nothing is described here. A description is changed in `schemas/` or in the ontology and the codebook follows;
with the same of both it is the same to the byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from coder import resources
from coder.table import Column, Kind, columns

_TABLES: Mapping[str, Kind] = {"events": "event", "mentions": "mention", "articles": "article"}
#: a longer list of values than this, such as all countries, would drown the table
_MOST_VALUES = 24
_TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "TRUE or FALSE",
    "date": "date",
    "list": "list, joined with `;`",
}


def codebook(
    *,
    event_types: Sequence[Mapping[str, str]] = (),
    codes: Sequence[Mapping[str, str]] = (),
    version: str = "",
) -> str:
    """The codebook as Markdown: a table of columns for each table, then event types and CAMEO codes.

    *event_types* and *codes* are rows of the ontology, column heading to text; each becomes a table with the
    headings of its first row and is left out where it is empty. *version* is that of the dataset.
    """
    parts = [_HEAD.format(title=f"Codebook, version {version}" if version else "Codebook")]
    parts += [_columns_of(name, kind) for name, kind in _TABLES.items()]
    if event_types:
        parts.append(f"## Event types\n\n{_rows(event_types)}")
    if codes:
        parts.append(f"## CAMEO codes\n\nCodes are text: 010 is not 10.\n\n{_rows(codes)}")
    return "\n".join(parts)


_HEAD = """# {title}

One row of `events` is one real-world event, one row of `mentions` is one event as one sentence of one article
tells it, one row of `articles` is one article. `mentions.event_id` is an `events.event_id` or empty, and
`mentions.article_id` is an `articles.article_id`.

- An empty cell (null) means that the text does not say. It never stands for 0 or none.
- Codes are text. Read every column as text first: `010` is not 10.
- Lists are joined with `;`. Where several columns describe one list (`source_name`, `source_country`), their
  items stand in the same order, and an item may be empty.
- Offsets count Unicode code points from 0 and point into the article's text; in the zone headline into its
  title. Ends are exclusive.
"""


def _columns_of(name: str, kind: Kind) -> str:
    rows = [
        {
            "column": f"`{column.name}`",
            "type": _TYPES[column.type] + ("" if column.nullable else ", never empty"),
            "meaning": column.description[:1].upper() + column.description[1:],
            "values": _values(column),
            "same as": ", ".join(column.maps_to),
            "HXL": f"`{column.hxl}`" if column.hxl else "",
        }
        for column in columns(kind)
    ]
    return f"## {name}\n\n{resources.schema(kind)['description']}\n\n{_rows(rows)}"


def _values(column: Column) -> str:
    if len(column.values) > _MOST_VALUES:
        return f"{len(column.values)} codes"
    return ", ".join(f"`{value}`" for value in column.values)


def _rows(rows: Sequence[Mapping[str, str]]) -> str:
    """A Markdown table of *rows*, with the headings of the first."""
    headings = list(rows[0])
    lines = [_line(headings), "|" + "---|" * len(headings)]
    lines += [_line(row[heading] for heading in headings) for row in rows]
    return "\n".join(lines) + "\n"


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
