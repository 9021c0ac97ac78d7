"""Spellings of names: the key under which two spellings of one name meet.

    fold("Kata'ib Hezbollah")  == fold("Kataib Hezbollah")   == "kataib hezbollah"
    fold("Al-Nujaba Movement") == fold("al Nujaba movement") == "al nujaba movement"
    loose("Mohammed Shia' al-Sudani") == loose("Muhammad Shia Al Sudani")

`fold` only levels case, accents, apostrophes and hyphens and is safe for any name. `loose` also levels how Arabic, Persian
and Cyrillic names are romanised (al-/el-, ou/u, doubled letters, o/u and e/i) and is only used where the match has at
least two words or is long, because it makes unlike short names meet.
"""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = re.compile(r"['’‘ʼʻ`´ʿʾ]")
_GAPS = re.compile(r"[\s\-‐‑–—/.]+")
_ARTICLE = re.compile(r"^(?:al|el|ul|as|ash|at|ad|an|ar|az)$")


def fold(name: str) -> str:
    """Lower-case, without accents, apostrophes, full stops and hyphens."""
    text = unicodedata.normalize("NFKD", name)
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    return _GAPS.sub(" ", _APOSTROPHES.sub("", text)).strip()


def loose(name: str) -> str:
    """`fold`, with articles dropped and romanisation levelled."""
    words = fold(name).split()
    kept = [w for w in words if not _ARTICLE.match(w)] or words
    return " ".join(_level(w) for w in kept)


def _level(word: str) -> str:
    word = word.replace("ph", "f").replace("kh", "h").replace("dh", "d").replace("gh", "g").replace("q", "k")
    word = word.replace("ou", "u").replace("oo", "u").replace("ee", "i").replace("w", "v").replace("iy", "i").replace("yi", "i")
    word = word.replace("y", "i").replace("o", "u").replace("e", "a")
    word = re.sub(r"(.)\1+", r"\1", word)
    return re.sub(r"ah$", "a", word)
