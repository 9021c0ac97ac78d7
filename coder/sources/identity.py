"""Who an article is: its id, and the second article that claims the same one.

The id is the one given; for a file that is one article the file's name without its ending; else `a` and 16
hex digits of the sha256 of the normalised text, so that the same text gets the same id on any machine.
"""

from __future__ import annotations

#: An id stands in every row of every table; what is longer is a text in the wrong column.
LONGEST_ID = 200


def checked(given: str) -> str | None:
    """*given* without outer spaces; None for no id (empty, over LONGEST_ID, not printable)."""
    name = given.strip()
    return name if 0 < len(name) <= LONGEST_ID and name.isprintable() else None


def of_text(digest: str) -> str:
    """The id of an article that has no other, from the sha256 of its normalised text."""
    return f"a{digest[:16]}"


class Register:
    """The ids of one call to `read`, and where each was first seen."""

    def __init__(self) -> None:
        self._seen: dict[str, str] = {}

    def claim(self, article_id: str, where: str) -> str | None:
        """Take *article_id* for the article at *where*; where it is taken already, the place of its owner."""
        first = self._seen.get(article_id)
        if first is None:
            self._seen[article_id] = where
        return first
