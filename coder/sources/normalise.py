"""Text clean-up, done once when an article is read; every offset in the dataset points into its result.

What is changed: mojibake is repaired (`CuliacÃ¡n` -> `Culiacán`), characters are composed (NFC), line ends
become LF, runs of spaces of any kind become one space, invisible and control characters go, hard-wrapped
lines are joined, and paragraphs are at most one blank line apart. What is not: quotes, ligatures, dashes and
capitals stay as printed.

    article("Rebels\\u00a0 struck.\\r\\n\\r\\n\\r\\n\\r\\nTwo died. ") == "Rebels struck.\\n\\nTwo died."
"""

from __future__ import annotations

import re
import unicodedata

import ftfy

from coder.errors import SourceError
from coder.sources.wrapping import unwrap

#: Characters of one article. Longer texts are books, dumps or accidents; they would hold up a whole shard.
LONGEST_ARTICLE = 300_000
#: Characters of a title, name or address.
LONGEST_LINE = 1_000

_FTFY = ftfy.TextFixerConfig(uncurl_quotes=False, fix_latin_ligatures=False, fix_character_width=False)
#: Only these can make an ASCII text change: an entity such as `&amp;`, or a terminal's escape codes.
_ASCII_MENDABLE = re.compile(r"[&\x1b]")

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
# C0 and C1 controls, soft hyphen, zero-width and bidi marks, overrides and isolates, annotation and tag
# characters and halves of surrogate pairs: nobody sees them, and some are used to hide words from a reader.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffc\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_BLANK_LINES = re.compile(r"\n{3,}")


class TooLongError(SourceError):
    """A text over LONGEST_ARTICLE characters; the message gives both numbers."""

    def __init__(self, length: int) -> None:
        super().__init__(f"the text has {length:,} characters; the limit is {LONGEST_ARTICLE:,}")


def article(raw: str) -> str:
    """The text of an article, cleaned; TooLongError when more than LONGEST_ARTICLE characters are left."""
    if len(raw) > 2 * LONGEST_ARTICLE:
        # Measured before the slow repair, which would take seconds on a dump of ten megabytes.
        length = len(" ".join(raw.split()))
        if length > LONGEST_ARTICLE:
            raise TooLongError(length)
    lines = [_SPACES.sub(" ", line).rstrip() for line in _mend(raw).split("\n")]
    text = "\n".join(line.strip() for line in unwrap(lines))
    text = _BLANK_LINES.sub("\n\n", text).strip()
    if len(text) > LONGEST_ARTICLE:
        raise TooLongError(len(text))
    return text


def line(raw: str | None) -> str | None:
    """A title, name or address on one line; None when nothing is left or it is longer than LONGEST_LINE."""
    if not raw or len(raw) > 10 * LONGEST_LINE:
        return None
    text = " ".join(_mend(raw).split())
    return text if 0 < len(text) <= LONGEST_LINE else None


def _mend(raw: str) -> str:
    if not raw.isascii() or _ASCII_MENDABLE.search(raw):
        raw = ftfy.fix_text(raw, _FTFY)
    text = _LINE_ENDS.sub("\n", raw)
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
