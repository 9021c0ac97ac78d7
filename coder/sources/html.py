"""HTML pages: trafilatura takes the article out of the page, htmldate its date. Nothing is ever fetched.

A page that holds no article (a login wall, a list of links, a 404) is a Problem, not an empty article.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from coder.errors import Problem, problem
from coder.sources import dates
from coder.sources.decode import decode
from coder.sources.draft import Draft
from coder.sources.files import File, whole

#: Characters of one page without embedded pictures. News pages stay below 2 MB; a tree of more takes many
#: seconds.
MOST_OF_PAGE = 5_000_000
_EMBEDDED = re.compile(r"data:[a-z]{1,20}/[\w.+-]{1,40};base64,[A-Za-z0-9+/=]*")
#: The shortest news brief is one sentence of some length; "The page does not exist." is shorter.
_SENTENCE = re.compile(r"^(?=(?:\S+ +){11}).*[.!?][\"'\u201d\u2019)\]]*\s*$", re.MULTILINE)
#: What trafilatura leaves of a page that begins a new line of text.
_BLOCKS = frozenset({"p", "head", "item", "cell", "row", "quote", "list", "table", "code"})


def read(file: File, stream: Iterator[bytes]) -> Iterator[Draft | Problem]:
    """The article of a saved web page."""
    data = whole(stream)
    if not data.strip():
        yield problem(file.where, None, "empty-file", "the file is empty")
        return
    decoded = decode(data, html=True)
    if decoded.doubt:
        yield problem(file.where, None, "encoding", decoded.doubt, severity="warning")
    html = _EMBEDDED.sub("", decoded.text)
    if len(html) > MOST_OF_PAGE:
        message = f"the page has {len(html):,} characters; the limit is {MOST_OF_PAGE:,}"
        yield problem(file.where, None, "too-long", message)
        return
    try:
        page = _extract(html)
    except ImportError as error:
        yield problem(file.where, None, "no-html-reader", f"the HTML reader cannot be loaded: {error}")
        return
    text = page.get("paragraphs", "")
    if not _SENTENCE.search(text):
        yield problem(file.where, None, "no-article", "no article was found in the page")
        return
    yield Draft(
        where=file.where,
        text=text,
        file_id=file.stem,
        file_name=file.name,
        plain=True,
        title=page.get("title"),
        published=page.get("date"),
        basis="page",
        url=page.get("url"),
        outlet=page.get("sitename"),
        byline=page.get("author"),
        licence=page.get("license"),
    )


def _paragraphs(body: Any) -> str:
    """The text of trafilatura's tree: a line for each paragraph, heading, list item and table cell.

    Its own text output would put a story that is laid out in a table on one line, between bars.
    """
    parts: list[str] = []

    def walk(element: Any) -> None:
        block = element.tag in _BLOCKS
        parts.append("\n" if block or element.tag == "lb" else "")
        parts.append(element.text or "")
        for child in element:
            walk(child)
            parts.append(child.tail or "")
        parts.append("\n" if block else "")

    if body is not None:
        walk(body)
    return re.sub(r"\s*\n\s*", "\n", "".join(parts)).strip()


def _extract(html: str) -> dict[str, Any]:
    """What trafilatura finds in a page: paragraphs, title, date, author, sitename, url; {} for nothing."""
    import trafilatura  # takes a quarter of a second, so only where a page is read

    # It reports each odd page as an error; here the Problem says it, once.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        page: Any = trafilatura.bare_extraction(
            html,
            with_metadata=True,
            include_comments=False,
            include_tables=True,  # old pages lay the story out in a table
            date_extraction_params={
                "original_date": True,  # else the day of the last change
                "extensive_search": False,  # else any date in the text may be taken
                "min_date": "1900-01-01",  # else 1995
                "max_date": dates.LAST.isoformat(),  # else today: the result would depend on the clock
            },
        )
        return {**page.as_dict(), "paragraphs": _paragraphs(page.body)} if page is not None else {}
    except (
        Exception
    ):  # pages are hostile input to a large parser; whatever it trips over, there is no article
        return {}
