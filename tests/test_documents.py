"""What the documents say is so: commands, versions, links, and no trace of the machine they were written on."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer.main

import coder
from coder.cli import app
from coder.ontology.codes import load_codes
from coder.table import Kind, columns

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "coder").rglob("*.md"), *(ROOT / "tests").rglob("*.md")])
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
KINDS: tuple[Kind, ...] = ("article", "mention", "event")
RELEASES = sorted(path for path in (ROOT / "dataset").glob("*") if path.is_dir())


def tracked() -> list[Path]:
    """The files git keeps."""
    if not (ROOT / ".git").exists():
        pytest.skip("no checkout")
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def code_in(document: str) -> str:
    """Code blocks and code in lines of a Markdown text."""
    blocks = re.findall(r"```[a-z]*\n(.*?)```", document, re.DOTALL)
    return "\n".join([*blocks, *re.findall(r"(?<!`)`([^`\n]+)`(?!`)", document)])


# --- the README ---------------------------------------------------------------------------------------------


def test_readme_names_every_command_and_no_other() -> None:
    commands = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    named = set(re.findall(r"^\s*coder ([a-z]+)\b", code_in(README), re.MULTILINE))
    assert named == commands


def test_readme_names_options_that_exist() -> None:
    known = {o for c in typer.main.get_command(app).commands.values() for p in c.params for o in p.opts} | {"--help", "--version"}  # type: ignore[attr-defined]
    lines = [line.split("#")[0] for line in code_in(README).splitlines() if re.match(r"\s*coder ", line)]
    named = {option for line in lines for option in re.findall(r"(?<!\S)--?[a-z][a-z-]*", line)}
    assert named
    assert named - known == set()


def test_readme_has_no_gap_left_to_fill() -> None:
    assert re.findall(r"@[A-Z]+@|TODO|TBD|FIXME|XXX", README) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text("utf-8"))
    assert [link for link in links if "://" not in link and not (document.parent / link).exists()] == []


# --- versions -----------------------------------------------------------------------------------------------


def test_changelog_begins_with_this_version() -> None:
    versions = re.findall(r"^## \[?([0-9][^\s\]]*)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert versions[0] == coder.__version__


def test_changelog_tells_of_the_data_before_the_code() -> None:
    newest = (ROOT / "CHANGELOG.md").read_text("utf-8").split("\n## ")[1]
    assert 0 < newest.index("### Data") < newest.index("### Code")


def test_makefile_and_citation_have_this_version() -> None:
    assert f"VERSION := {coder.__version__}\n" in (ROOT / "Makefile").read_text("utf-8")
    assert re.search(rf"^version: [\"']?{re.escape(coder.__version__)}[\"']?$", (ROOT / "CITATION.cff").read_text("utf-8"), re.MULTILINE)


# --- what it needs ------------------------------------------------------------------------------------------


def test_every_package_has_a_lower_bound() -> None:
    project = PYPROJECT["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values(), *PYPROJECT["dependency-groups"].values()]
    assert [package for packages in lists for package in packages if ">=" not in package] == []


def test_lock_holds_packages_and_hashes_only() -> None:
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    odd = [line for line in lines if "://" in line or "index" in line.lower().split("#")[0].split("==")[0] or line.startswith(("-", "/", "."))]
    assert odd == []
    names = {re.split(r"[=\s;]", line)[0] for line in lines if line and not line.startswith((" ", "#"))}
    needed = {re.split(r"[><=\[;\s]", p)[0].lower() for p in PYPROJECT["project"]["dependencies"]}
    assert needed - names == set()


def test_no_text_holds_a_path_of_a_machine() -> None:
    path = re.compile(r"(?<![\w.$)}-])/(?:work|home|root|Users|tmp|mnt)/\w|[A-Z]:\\\\?Users|\.\./shared\b")
    found = []
    for file in tracked():
        content = file.read_bytes()
        if b"\0" in content or file == Path(__file__):
            continue
        for number, line in enumerate(content.decode("utf-8", errors="replace").splitlines(), 1):
            if path.search(line):
                found.append(f"{file.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert found == []


# --- the dataset --------------------------------------------------------------------------------------------


def test_the_dataset_of_this_version_is_there() -> None:
    assert coder.__version__ in [release.name for release in RELEASES]


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
@pytest.mark.parametrize("kind", KINDS)
def test_codebook_explains_every_field(release: Path, kind: Kind) -> None:
    section = (release / "codebook.md").read_text("utf-8").split(f"\n## {kind}s\n")[1].split("\n## ")[0]
    assert [c.name for c in columns(kind) if f"| `{c.name}` |" not in section] == []
    header = (release / f"{kind}s.csv").read_text("utf-8").splitlines()[0].split(",")
    assert header == [c.name for c in columns(kind)]


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_codebook_explains_every_event_type(release: Path) -> None:
    text = (release / "codebook.md").read_text("utf-8")
    assert [name for name in load_codes().types if f"| {name} |" not in text] == []
