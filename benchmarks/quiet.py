"""Nothing where nothing is: released conflict events in articles that are about something else.

    python benchmarks/quiet.py wikinews.jsonl          # JSON Lines with id, title, text, date

`wikinews_topics.tsv` says which of the Wikinews articles of 2019 and 2020 are about neither conflict nor politics (judged by title).
"""

from __future__ import annotations

import sys
from pathlib import Path

from coder import Article, coding, load, sources
from coder.errors import Problem

TOPICS = Path(__file__).with_name("wikinews_topics.tsv")
CONFLICT = frozenset(f"{n}" for n in range(13, 21))


def main(path: str) -> None:
    lines = [line.split("\t") for line in TOPICS.read_text(encoding="utf-8").splitlines() if not line.startswith(("#", "id"))]
    quiet = {item for item, topic in lines if topic == "quiet"}
    articles = [a for a in sources.read([path]) if isinstance(a, Article) and a.article_id in quiet]
    events, with_one = 0, 0
    for coded in coding.code(load(), articles):
        if isinstance(coded, Problem):
            print(coded, file=sys.stderr)
            continue
        found = [m for m in coded.mentions if m.in_release and m.cameo_root in CONFLICT]
        events, with_one = events + len(found), with_one + bool(found)
        for m in found:
            print(f"{m.article_id} {m.cameo_code} {m.rule_id}: {m.sentence[:140]}")
    print(f"{len(articles)} quiet articles: {events} released conflict mentions, {with_one} articles with one, {20 * with_one / max(1, len(articles)):.2f} in 20")


if __name__ == "__main__":
    main(sys.argv[1])
