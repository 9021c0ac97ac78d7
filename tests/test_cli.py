"""The command line: exit codes 0, 1 and 2, data on stdout, everything else on stderr."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer.main
from dataset_samples import base
from spacy.language import Language

import coder
from coder.cli import app, main

ROOT = Path(__file__).parents[1]
COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
TEXT = "Rebels attacked an army convoy near Goma on Tuesday, killing two soldiers, police said.\n"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(nlp: Language, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs `coder …` in this process, in an empty folder, with the pipeline that is loaded already."""
    load = coder.load
    monkeypatch.setattr(coder, "load", lambda model=None, *, rules_only=False: nlp if model is None else load(model, rules_only=rules_only))
    monkeypatch.chdir(tmp_path)

    def ran(*arguments: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["coder", *map(str, arguments)])
        with pytest.raises(SystemExit) as caught:
            main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return Ran(int(caught.value.code or 0), out, err)

    return ran


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    path = tmp_path / "2024-05-15-goma.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


# --- the command itself -------------------------------------------------------------------------------------


def test_version(run: Run) -> None:
    assert run("--version") == Ran(0, f"coder {coder.__version__}\n", "")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command_shows_an_example(run: Run, command: str) -> None:
    shown = run(command, "--help")
    assert shown.code == 0
    assert f"Example: coder {command}" in shown.out


def test_help_lists_every_command(run: Run) -> None:
    shown = run("--help")
    assert shown.code == 0
    assert [c for c in COMMANDS if f" {c} " not in shown.out] == []


@pytest.mark.parametrize(
    "arguments",
    [
        # no such command, no such option, nothing to read
        ("fly",),
        ("code", "--fly", "a.txt"),
        ("code",),
        # a date that is none
        ("code", "a.txt", "--published", "someday"),
        # a column that does not say what it fills, or fills nothing we know
        ("code", "a.txt", "--column", "Body"),
        ("code", "a.txt", "--column", "smell=Body"),
        # a file that cannot be written
        ("code", "a.txt", "-o", "no/such/folder/m.jsonl"),
        # build without a version
        ("build", "a.txt", "-o", "out"),
        ("evaluate", "gold", "--by", "moon"),
    ],
)
def test_wrong_use_is_exit_code_2(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    wrong = run(*arguments)
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err.strip()


# --- code ---------------------------------------------------------------------------------------------------


def test_code_writes_one_mention_a_line_and_nothing_else(run: Run, text_file: Path) -> None:
    done = run("code", text_file)
    assert done.code == 0
    (mention,) = [json.loads(line) for line in done.out.splitlines()]
    assert mention["article_id"] == "2024-05-15-goma"
    assert (mention["cameo_code"], mention["killed"]["best"]) == ("190", 2)
    assert [a["code"] for a in mention["source"]] == ["REB"]
    assert (mention["date"]["start"], mention["place"]["name"]) == ("2024-05-14", "Goma")


def test_code_into_a_file_leaves_stdout_empty(run: Run, text_file: Path, tmp_path: Path) -> None:
    printed = run("code", text_file).out
    done = run("code", text_file, "-o", tmp_path / "m.jsonl")
    assert (done.code, done.out) == (0, "")
    assert (tmp_path / "m.jsonl").read_text("utf-8") == printed


def test_date_for_articles_that_have_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "x", "text": TEXT}) + "\n", encoding="utf-8")
    (mention,) = map(json.loads, run("code", "a.jsonl", "--published", "2024-05-29").out.splitlines())
    assert mention["date"]["start"] == "2024-05-28"


def test_column_of_a_table(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'Nr,Story\n7,"{TEXT.strip()}"\n', encoding="utf-8")
    done = run("code", "a.csv", "--column", "text=Story", "--column", "article_id=Nr")
    assert done.code == 0
    assert [json.loads(line)["article_id"] for line in done.out.splitlines()] == ["7"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("missing.txt", None), ("empty.txt", b""), ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(64))],
)
def test_bad_input_is_listed_and_the_rest_is_coded(run: Run, text_file: Path, tmp_path: Path, name: str, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = run("code", name, text_file)
    assert done.code == 1
    assert len(done.out.splitlines()) == 1
    assert f"{name}: error: " in done.err
    assert "1 set aside" in done.err


def test_unknown_model_is_named(run: Run, text_file: Path) -> None:
    done = run("code", text_file, "--model", "no_such_model")
    assert done.code == 1
    assert done.out == ""
    assert "no_such_model" in done.err


# --- the other commands -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "exit_code"), [("194", 0), ("9", 1)])
def test_validate_says_whether_records_are_right(run: Run, tmp_path: Path, code: str, exit_code: int) -> None:
    record = {**base()["mentions"][0], "cameo_code": code}
    (tmp_path / "mentions.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    done = run("validate", "mentions.jsonl")
    assert done.code == exit_code
    assert ("cameo_code" in done.err) is bool(exit_code)
    assert done.err.splitlines()[-1] == f"1 records, {exit_code} problems"


def test_validate_of_nothing_is_a_problem(run: Run) -> None:
    done = run("validate", "nowhere")
    assert done.code == 1
    assert "no such file" in done.err


def test_explain_a_sentence(run: Run) -> None:
    done = run("explain", "Rebels attacked an army convoy near Goma on Tuesday.", "--date", "2024-05-15")
    assert (done.code, done.err) == (0, "")
    assert "REB > MIL: attack 190, 2024-05-14, Goma" in done.out


def test_explain_a_mention_by_its_id(run: Run, text_file: Path) -> None:
    run("code", text_file, "-o", "m.jsonl")
    done = run("explain", "2024-05-15-goma:0:1", "--mentions", "m.jsonl")
    assert done.code == 0
    assert '"mention_id": "2024-05-15-goma:0:1"' in done.out
    assert "by rule 190.v.attack" in done.out
    lost = run("explain", "2024-05-15-goma:9:9", "--mentions", "m.jsonl")
    assert (lost.code, lost.out) == (1, "")
    assert "no mention 2024-05-15-goma:9:9" in lost.err


def test_evaluate_prints_scores(run: Run, text_file: Path, tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "goma.yml").write_text(
        'article: 2024-05-15-goma\nevents:\n  - {quote: "attacked an army convoy", type: attack, cameo: ["190"], source: [{name: Rebels}],\n'
        '     target: [], date: {start: "2024-05-14", end: "2024-05-14"}, place: {name: Goma}, killed: 2, wounded: null,\n'
        "     certainty: reported, kind: specific}\n",
        encoding="utf-8",
    )
    done = run("evaluate", "gold", "--articles", text_file, "--by", "rule")
    assert done.code == 0
    rows = {line[:42].strip(): line[42:].split() for line in done.out.splitlines()}
    assert rows["events found (sentence and type)"] == ["1", "/", "1", "1.000"]
    assert rows["place"] == ["1", "/", "1", "1.000"]
    assert any(line.startswith("190.v.attack") and line.split()[1:3] == ["right", "1"] for line in done.out.splitlines())


def test_build_publishes_and_reports_on_stderr(run: Run, text_file: Path, tmp_path: Path) -> None:
    done = run("build", text_file, "-o", "out", "--version", "1.0.0")
    assert (done.code, done.out) == (0, "")
    assert "1 articles, 1 mentions, 1 events" in done.err
    assert (tmp_path / "out" / "1.0.0" / "events.csv").is_file()
    again = run("build", text_file, "-o", "out", "--version", "1.0.0")
    assert again.code == 1
    assert "exists" in again.err


# --- as a process -------------------------------------------------------------------------------------------


def python(*arguments: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, input=given, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120
    )


def test_help_loads_no_heavy_package() -> None:
    heavy = "spacy pandas great_expectations pyarrow jsonschema trafilatura".split()
    done = python("-c", f"import sys, coder, coder.cli; print([m for m in {heavy!r} if m in sys.modules])")
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_articles_from_standard_input() -> None:
    given = json.dumps({"id": "x", "text": TEXT, "published": "2024-05-15"}) + "\n"
    done = python("-m", "coder", "code", "-", given=given)
    assert (done.returncode, done.stderr) == (0, "")
    assert [json.loads(line)["article_id"] for line in done.stdout.splitlines()] == ["x"]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are closed otherwise there")
@pytest.mark.xfail(strict=True, reason="click sees the closed pipe first and exits with 1")
def test_a_reader_that_goes_away_is_no_error(text_file: Path) -> None:
    """coder code article.txt | head -0"""
    with subprocess.Popen(
        [sys.executable, "-m", "coder", "code", str(text_file)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        err = process.stderr.read()
    assert err == ""
    assert process.returncode == 0
