"""The flow from articles to a release: the same bytes twice, bad inputs listed, nothing wrong published."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

import coder
from coder import build as flow
from coder import coding
from coder.build import Result, build, ontology_digest
from coder.errors import ReleaseError, ValidationError
from coder.records import Article
from coder.validation import validate_path

ARTICLES = {
    "2024-05-15-goma.txt": "Rebels attacked an army convoy near Goma on Tuesday, killing two soldiers.\n",
    "2024-05-16-goma.txt": "Two soldiers were killed on Tuesday when rebels attacked an army convoy near Goma.\n",
    "2024-05-17-cairo.txt": "Israel and Egypt signed a peace treaty in Cairo on Thursday.\n",
}
GOMA, AGAIN, CAIRO = (name.removesuffix(".txt") for name in ARTICLES)


@pytest.fixture(autouse=True)
def _loaded(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coder, "load", lambda model=None, **options: nlp)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def records(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def release(nlp: Language, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Result]:
    """The three articles as version 1.0.0, built once for the tests that only read it."""
    folder = tmp_path_factory.mktemp("release")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coder, "load", lambda model=None, **options: nlp)
        for name, text in ARTICLES.items():
            (folder / name).write_text(text, encoding="utf-8")
        yield build(sorted(folder.glob("*.txt")), folder / "out", version="1.0.0")


def test_articles_become_a_release_that_validates(release: Result) -> None:
    assert release.folder is not None
    assert release.problems == []
    assert (release.articles, release.mentions, release.events) == (3, 3, 2)
    assert validate_path(release.folder).good
    assert [a["article_id"] for a in records(release.folder, "articles")] == [GOMA, AGAIN, CAIRO]


def test_two_reports_of_one_attack_are_one_event(release: Result) -> None:
    assert release.folder is not None
    (attack,) = [e for e in records(release.folder, "events") if e["cameo_root"] == "19"]
    assert attack["article_ids"] == [GOMA, AGAIN]
    assert attack["killed"]["best"] == 2
    assert attack["date"]["start"] == "2024-05-14"


def test_manifest_says_what_made_it(release: Result) -> None:
    assert release.folder is not None
    manifest = json.loads((release.folder / "manifest.json").read_text("utf-8"))
    assert manifest["coder"] == coder.__version__
    assert manifest["ontology_sha256"] == ontology_digest()
    assert manifest["model"].startswith("en_")
    assert manifest["counts"] == {"articles": 3, "events": release.events, "mentions": release.mentions}


def test_codebook_lists_types_and_codes(release: Result) -> None:
    assert release.folder is not None
    text = (release.folder / "codebook.md").read_text("utf-8")
    assert "| drone_attack |" in text
    assert "| 1952 |" in text


def test_building_twice_gives_the_same_bytes(articles: Path, release: Result, tmp_path: Path) -> None:
    again = build([articles], tmp_path / "out", version="1.0.0")
    assert again.folder is not None
    assert release.folder is not None
    assert content(again.folder) == content(release.folder)


def test_order_of_the_inputs_changes_nothing(articles: Path, release: Result, tmp_path: Path) -> None:
    backwards = sorted(articles.iterdir(), reverse=True)
    again = build(backwards, tmp_path / "out", version="1.0.0")
    assert again.folder is not None
    assert release.folder is not None
    assert content(again.folder) == content(release.folder)


def test_bad_inputs_are_listed_and_the_rest_is_built(articles: Path, tmp_path: Path) -> None:
    (articles / "empty.txt").write_bytes(b"")
    (articles / "zebra.jsonl").write_text('{"text": \n' + json.dumps({"id": "mali", "text": "Rebels attacked a convoy in Mali."}) + "\n", encoding="utf-8")
    done = build([articles, tmp_path / "missing.txt"], tmp_path / "out", version="1.0.0")
    errors = {Path(p.where).name: p.line for p in done.problems if p.severity == "error"}
    assert errors == {"empty.txt": None, "zebra.jsonl": 1, "missing.txt": None}
    assert done.articles == 4


def test_an_article_that_cannot_be_coded_is_listed(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    finish = coding.finish

    def breaking(doc: Any, article: Article) -> coding.Coded:
        if article.article_id == CAIRO:
            raise RuntimeError("no desert here")
        return finish(doc, article)

    monkeypatch.setattr(coding, "finish", breaking)
    done = build([articles], tmp_path / "out", version="1.0.0")
    assert [(p.where, p.code) for p in done.problems] == [(CAIRO, "coding-failed")]
    assert done.articles == 2


def patched(change: Callable[[Any], Any]) -> Callable[..., Any]:
    """linking.link with every event changed afterwards."""
    link = flow.linking.link

    def linked(mentions: Any, told: Any) -> Any:
        found = link(mentions, told)
        return replace(found, events=tuple(change(e) for e in found.events))

    return linked


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        # breaks the schema
        ("cameo_code", "9", "event records break their schema"),
        # right in itself, and wrong: no such code; a mention that is not there
        ("cameo_code", "199", "fails critical checks"),
        ("mention_ids", ("nowhere:0:1",), "fails critical checks"),
    ],
)
def test_nothing_wrong_is_published(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, field: str, value: Any, message: str
) -> None:
    monkeypatch.setattr(flow.linking, "link", patched(lambda event: replace(event, **{field: value})))
    with pytest.raises(ValidationError, match=message):
        build([articles], tmp_path / "out", version="1.0.0")
    assert not (tmp_path / "out" / "1.0.0").exists()


def test_a_failing_check_ends_the_command_with_exit_code_1(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from coder.cli import main

    monkeypatch.setattr(flow.linking, "link", patched(lambda event: replace(event, cameo_code="199")))
    monkeypatch.setattr("sys.argv", ["coder", "build", str(articles), "-o", str(tmp_path / "out"), "--version", "1.0.0"])
    with pytest.raises(SystemExit) as caught:
        main()
    out, err = capsys.readouterr()
    assert (caught.value.code, out) == (1, "")
    assert "EV" in err
    assert "Traceback" not in err


def test_a_version_is_not_overwritten_unless_asked(articles: Path, release: Result) -> None:
    assert release.folder is not None
    before = content(release.folder)
    (articles / f"{CAIRO}.txt").unlink()
    with pytest.raises(ReleaseError, match="exists"):
        build([articles], release.folder.parent, version="1.0.0")
    assert content(release.folder) == before


def test_replace_exchanges_the_version(articles: Path, tmp_path: Path) -> None:
    build([articles], tmp_path / "out", version="1.0.0")
    (articles / f"{CAIRO}.txt").unlink()
    again = build([articles], tmp_path / "out", version="1.0.0", replace=True)
    assert again.folder is not None
    assert [a["article_id"] for a in records(again.folder, "articles")] == [GOMA, AGAIN]


def test_progress_sees_every_article(articles: Path, tmp_path: Path) -> None:
    seen: list[str] = []

    def progress(items: Any, what: str) -> Any:
        for item in items:
            seen.append(f"{what} {item.article_id}")
            yield item

    build([articles], tmp_path / "out", version="1.0.0", progress=progress)
    assert sorted(seen) == [f"coding {name}" for name in (GOMA, AGAIN, CAIRO)]


def test_no_articles_make_no_release(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    with pytest.raises(ValidationError, match="AR001"):
        build([tmp_path / "none"], tmp_path / "out", version="1.0.0")
    assert not (tmp_path / "out" / "1.0.0").exists()
