"""What can go wrong: one exception per stage, and `Problem` for input that is set aside.

An exception stops the command; a Problem does not. Whatever is wrong with one article, one line
or one record becomes a Problem that names where it is and why, and the rest goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class CoderError(Exception):
    """Base of every error this package raises on purpose; the message is one sentence for the user."""


class UsageError(CoderError):
    """The command or its options were wrong."""


class SourceError(CoderError):
    """An input as a whole cannot be read."""


class OntologyError(CoderError):
    """A knowledge file is wrong; the message begins with file and line."""


class ModelError(CoderError):
    """The language pipeline is missing or cannot do what the coder needs."""


class ValidationError(CoderError):
    """Records or tables that fail a critical check."""


class ReleaseError(CoderError):
    """A release that cannot be written, such as a version that exists."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something set aside (`error`) or doubtful but still coded (`warning`).

    `where` is the file as the user named it, `line` its line (1-based) where there is one, `code` a short
    stable name of the kind of problem (`empty-file`, `bad-json`), `message` one sentence in plain words.
    """

    where: str
    line: int | None
    code: str
    message: str
    severity: str = "error"

    def __str__(self) -> str:
        place = self.where if self.line is None else f"{self.where}:{self.line}"
        return f"{place}: {self.severity}: {self.message} [{self.code}]"


def problem(
    where: str | Path, line: int | None, code: str, message: str, *, severity: str = "error"
) -> Problem:
    return Problem(str(where), line, code, message, severity)
