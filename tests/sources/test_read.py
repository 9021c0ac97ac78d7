"""`coder.sources.read` as its caller sees it: what is read, what is set aside, and nothing stops it."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coder.errors import Problem, UsageError
from coder.records import Article
from coder.sources import files, read

GOOD = "date 2024-05-04 Rebels shelled the town of Bel on Friday. Two soldiers died."
LINKS = (
    "<html><body><ul>"
    + "".join(f"<li><a href='/{i}'>Page {i}</a></li>" for i in range(80))
    + "</ul></body></html>"
)


def record(**fields: object) -> str:
    return json.dumps({"text": "Gunmen killed a mayor in Tarn.", "published": "2024-05-04", **fields})


@pytest.mark.parametrize(
    ("name", "content", "code", "line"),
    [
        pytest.param("x.txt", b"", "empty-file", None, id="no bytes"),
        pytest.param("x.txt", b" \n\t\r\n\xc2\xa0\n", "empty-file", None, id="nothing but white space"),
        pytest.param("x.txt", b"\xef\xbb\xbf", "empty-file", None, id="nothing but a byte order mark"),
        pytest.param("x.jsonl", b"\n\n", "empty-file", None, id="JSON Lines without a line"),
        pytest.param("x.json", b" ", "empty-file", None, id="JSON without a value"),
        pytest.param("x.csv", b"\n", "empty-file", None, id="table without a header"),
        pytest.param("x.csv", b"id,text\n", "empty-file", None, id="table without a row"),
        pytest.param("x.html", b"  ", "empty-file", None, id="page without a tag"),
        pytest.param("x.txt", b"Two died.\0\0\x01 in Bel", "binary-file", None, id="NUL bytes"),
        pytest.param("x.txt", b"%PDF-1.7 stream", "binary-file", None, id="a PDF named .txt"),
        pytest.param("x.docx", b"PK\x03\x04 word/document.xml", "binary-file", None, id="a Word file"),
        pytest.param("x.html", b"\x89PNG\r\n\x1a\n", "binary-file", None, id="a picture named .html"),
        pytest.param(
            "x.xml", b"<?xml version='1.0'?><feed/>", "unknown-format", None, id="XML that is no page"
        ),
        pytest.param("x.jsonl", b'{"id": "a", "text": ', "bad-json", 1, id="a line cut off"),
        pytest.param("x.jsonl", b'\n["text"]', "not-an-object", 2, id="an array on the second line"),
        pytest.param("x.csv", b"id,headline\n1,Two die\n", "missing-column", 1, id="a table without texts"),
        pytest.param("x.txt", b"x" * 10_000_000, "too-long", None, id="ten megabytes without a space"),
        pytest.param("x.html", LINKS.encode(), "no-article", None, id="a page of links"),
        pytest.param("x.jsonl", record(id="good").encode(), "duplicate-id", 1, id="an id that is taken"),
        pytest.param("x.txt.gz", b"\x1f\x8b\x08\x00damaged", "bad-gzip", None, id="gzip that is none"),
    ],
)
def test_bad_input_is_named_and_the_other_articles_are_read(reading, name, content, code, line):
    articles, problems = reading({"good.txt": GOOD, name: content, "last.jsonl": record(id="last")})
    assert [article.article_id for article in articles] == ["good", "last"]
    assert [(p.code, p.line, p.severity) for p in problems] == [(code, line, "error")]
    assert problems[0].where.endswith(os.sep + name)
    assert len(problems[0].message) > 15
    assert str(problems[0]).startswith(problems[0].where if line is None else f"{problems[0].where}:{line}: ")


def test_a_path_that_does_not_exist_is_a_problem(reading, tmp_path):
    found = list(read([tmp_path / "gone.txt"]))
    assert [(p.where, p.code) for p in found] == [(str(tmp_path / "gone.txt"), "no-such-file")]


@pytest.mark.parametrize("path", ["a\0b.txt", "x" * 5000], ids=["NUL in the name", "a name no system takes"])
def test_an_impossible_path_is_a_problem(path):
    (found,) = read([path])
    assert found.code in {"no-such-file", "unreadable"}
    assert "\0" not in found.where


def test_a_text_in_another_encoding_is_read_with_a_warning(reading):
    articles, problems = reading(
        {"x.txt": "date 2024-05-04 Caf\xe9 owner \x93killed\x94 in Bel.".encode("latin-1")}
    )
    assert articles[0].text == "Café owner “killed” in Bel."
    assert [(p.code, p.severity) for p in problems] == [("encoding", "warning")]
    assert "Windows-1252" in problems[0].message


def test_an_article_without_a_date_is_read_with_a_warning(reading):
    articles, problems = reading({"x.txt": "Rebels shelled the town of Bel on Friday."})
    assert (articles[0].published, articles[0].published_basis) == (None, None)
    assert [(p.code, p.severity) for p in problems] == [("no-date", "warning")]
    assert problems[0].where.endswith("x.txt")


def test_the_default_date_is_taken_only_where_there_is_none(reading):
    articles, problems = reading({"a.txt": "Rebels shelled Bel.", "b.txt": GOOD}, published="2020-01-02")
    assert [(a.published, a.published_basis) for a in articles] == [
        ("2020-01-02", "given"),
        ("2024-05-04", "header"),
    ]
    assert problems == []


@pytest.mark.parametrize(
    "options", [{"published": "last week"}, {"columns": {"body": "Text"}}], ids=["no date", "no field"]
)
def test_a_wrong_option_is_the_callers_mistake_and_raised_at_once(options):
    with pytest.raises(UsageError):
        read([], **options)


def test_a_folder_is_walked_by_name_without_what_is_no_article(reading, tmp_path):
    for name in (
        "b.txt",
        "a.txt",
        ".hidden.txt",
        "README.md",
        "SOURCES.md",
        "sub/c.txt",
        "gold/a.txt",
        ".git/d.txt",
    ):
        path = tmp_path / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(GOOD + name)
    found = list(read([tmp_path / "corpus"]))
    assert [article.article_id for article in found] == ["a", "b", "c"]


def test_an_empty_folder_and_a_broken_link_are_problems(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "x.txt").symlink_to(tmp_path / "nowhere.txt")
    codes = [found.code for found in read([tmp_path / "empty", tmp_path / "links"])]
    assert codes == ["empty-folder", "no-such-file"]


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "x.txt").write_text(GOOD)
    assert [article.article_id for article in read([tmp_path])] == ["x"]


@pytest.mark.parametrize(
    ("content", "ids"),
    [
        pytest.param(record(id="a") + "\n" + record(id="b") + "\n", ["a", "b"], id="JSON Lines"),
        pytest.param("Two died.", ["a" + hashlib.sha256(b"Two died.").hexdigest()[:16]], id="text"),
    ],
)
def test_standard_input(monkeypatch, content, ids):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BufferedReader(io.BytesIO(content.encode()))))
    found = [item for item in read(["-"], published="2024-05-04") if isinstance(item, Article)]
    assert [article.article_id for article in found] == ids


def test_problems_on_standard_input_are_named_so(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"text": "Two died."}\n{"text": 1}\n'))
    problems = [item for item in read(["-"]) if isinstance(item, Problem)]
    assert [(p.where, p.line, p.code) for p in problems] == [("-", 1, "no-date"), ("-", 2, "missing-text")]


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        pytest.param(
            "x.txt.gz", GOOD, "Rebels shelled the town of Bel on Friday. Two soldiers died.", id="text"
        ),
        pytest.param("x.jsonl.gz", record(id="x"), "Gunmen killed a mayor in Tarn.", id="JSON Lines"),
        pytest.param("x.csv.gz", "id,body\nx,Two died.\n", "Two died.", id="table"),
    ],
)
def test_gzip_is_unpacked_and_its_ending_is_not_part_of_the_id(reading, name, content, text):
    articles, _ = reading({name: gzip.compress(content.encode())})
    assert [(a.article_id, a.text) for a in articles] == [("x", text)]


def test_gzip_that_is_cut_off_gives_what_comes_before_the_cut(reading):
    # Random ids do not compress, so that the cut lies far from the first line.
    lines = [record(id=hashlib.sha256(str(i).encode()).hexdigest()) for i in range(3000)]
    articles, problems = reading({"x.jsonl.gz": gzip.compress("\n".join(lines).encode())[:-2000]})
    assert len(articles) > 1000
    assert problems[-1].code == "bad-gzip"


def test_gzip_that_unpacks_without_end_is_stopped(reading, monkeypatch):
    monkeypatch.setattr(files, "MOST_UNPACKED", 3_000_000)
    articles, problems = reading(
        {"x.jsonl.gz": gzip.compress((record(id="a") + "\n" + " \n" * 3_000_000).encode())}
    )
    assert [article.article_id for article in articles] == ["a"]
    assert [p.code for p in problems] == ["too-large"]


def test_the_second_article_with_an_id_names_the_first(reading):
    articles, problems = reading(
        {"a.jsonl": record(id="k1"), "b.jsonl": record(id="k2") + "\n" + record(id="k1")}
    )
    assert [article.article_id for article in articles] == ["k1", "k2"]
    assert [(p.code, p.line) for p in problems] == [("duplicate-id", 2)]
    assert "'k1'" in problems[0].message
    assert problems[0].message.endswith("a.jsonl")


def test_the_same_text_without_an_id_is_a_duplicate_and_warned_of_once(reading):
    articles, problems = reading({"x.jsonl": '{"text": "Two died."}\n{"text": "Two  died. "}'})
    assert len(articles) == 1
    assert [(p.code, p.line) for p in problems] == [("no-date", 1), ("duplicate-id", 2)]


def test_each_call_has_its_own_ids(reading):
    first, _ = reading({"x.txt": GOOD})
    again, problems = reading({"x.txt": GOOD})
    assert first == again
    assert problems == []


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        pytest.param("x.txt", b"word " * 2_000_000, "too-long", id="text"),
        pytest.param("x.txt", b"A - " * 2_500_000, "too-long", id="dashes"),
        pytest.param("x.txt", b"( " * 5_000_000, "too-long", id="brackets"),
        pytest.param("x.jsonl", b'{"text": "' + b"word " * 2_000_000 + b'"}', "too-long", id="JSON Lines"),
        pytest.param("x.jsonl", b"{" * 10_000_000, "bad-json", id="open braces"),
        pytest.param("x.csv", b"text\n" + b"word " * 2_000_000, "too-long", id="table"),
        pytest.param("x.html", b"<html><body><p>" + b"word " * 2_000_000, "too-long", id="page"),
    ],
)
def test_ten_megabytes_on_one_line_do_not_stop_the_rest(reading, name, content, code):
    articles, problems = reading({name: content, "good.txt": GOOD})
    assert [article.article_id for article in articles] == ["good"]
    assert [p.code for p in problems] == [code]


def test_too_long_tells_length_and_limit(reading):
    articles, problems = reading(
        {"a.txt": "date 2024-05-04 " + "x" * 300_001, "b.txt": "date 2024-05-04 " + "x" * 300_000}
    )
    assert [article.n_chars for article in articles] == [300_000]
    assert "300,001" in problems[0].message
    assert "300,000" in problems[0].message


def test_articles_stream(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text((record() + "\n") * 1000 + "{broken")
    first = next(iter(read([path])))
    assert isinstance(first, Article)


def test_length_and_digest_are_those_of_the_normalised_text(reading):
    (article,), _ = reading({"x.jsonl": record(text="Two  died in\u00a0Bel.\r\n")})
    assert article.text == "Two died in Bel."
    assert article.n_chars == 16
    assert article.text_sha256 == hashlib.sha256(b"Two died in Bel.").hexdigest()


def test_all_of_three_thousand_short_items_are_read(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text(
        "\n".join(record(text=f"Rebels shelled the town of Bel, police said. {i} died.") for i in range(3000))
    )
    assert sum(isinstance(item, Article) for item in read([Path(path)])) == 3000


PIECES = st.sampled_from(
    ["text", "id,date", '"', ",", "\n", "\r", "{", "}", "[", ":", '{"text": "a"}', "<p>", "<!--", "date: ",
     "2024-02-30", "A", "KELSO, May 3 (AP) -", " ", "\0", "\xff", "\u202e", "\ud800", "By Ann", "\x85", "999",
     "é", "&lt;"]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    parts=st.lists(PIECES, max_size=25),
    suffix=st.sampled_from([".txt", ".jsonl", ".json", ".csv", ".tsv", ".gz", ""]),
    encoding=st.sampled_from(["utf-8", "latin-1", "utf-16"]),
)
def test_nothing_a_file_holds_makes_it_raise(tmp_path, parts, suffix, encoding):
    path = tmp_path / f"x{suffix}"
    path.write_bytes("".join(parts).encode(encoding, "replace"))
    found = list(read([path]))
    assert found  # whatever it is, something is said of it
    for item in found:
        if isinstance(item, Article):
            assert item.text.strip() == item.text != ""
            assert item.n_chars == len(item.text)
            json.dumps(item.text).encode("utf-8")
        else:
            assert item.code
            assert item.where == str(path)
