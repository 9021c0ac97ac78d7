"""The wheel, installed where no checkout is: it codes, it validates, and its components work in anybody's pipeline."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

import coder

ROOT = Path(__file__).parents[1]
MEGABYTES = 25

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Installed:
    """A virtual environment that sees the installed wheel, the packages it needs, and nothing of the checkout."""

    wheel: Path
    target: Path
    python: Path
    home: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")}
        return subprocess.run(
            [self.python, *arguments], cwd=self.home, env=clean, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300
        )


def call(*arguments: str | Path) -> None:
    done = subprocess.run([sys.executable, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("install")
    target, environment, home = folder / "site", folder / "venv", folder / "home"
    home.mkdir()
    call("-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    (wheel,) = folder.glob("*.whl")
    call("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-index", "--target", target, wheel)
    venv.create(environment, with_pip=False)
    here = {"base": str(environment), "platbase": str(environment), "installed_base": str(environment)}
    own = Path(sysconfig.get_path("purelib", "venv", vars=here))
    # The wheel first, then the packages of this environment; their own .pth files (an editable checkout) are not followed.
    shared = dict.fromkeys(sysconfig.get_path(kind) for kind in ("purelib", "platlib"))
    (own / "wheel.pth").write_text("\n".join([str(target), *shared]) + "\n", encoding="utf-8")
    python = Path(sysconfig.get_path("scripts", "venv", vars=here)) / ("python.exe" if os.name == "nt" else "python")
    return Installed(wheel, target, python, home)


def test_the_installed_coder_is_the_one_that_runs(installed: Installed) -> None:
    done = installed.run("-c", "import coder, sys; print(coder.__file__, coder.__version__); print([p for p in sys.path])")
    assert done.returncode == 0, done.stderr
    file, version = done.stdout.splitlines()[0].split()
    assert Path(file) == installed.target / "coder" / "__init__.py"
    assert version == coder.__version__
    assert repr(str(ROOT)) not in done.stdout.splitlines()[1]


def test_it_codes_an_article_and_validates_what_it_wrote(installed: Installed) -> None:
    (installed.home / "article.txt").write_text("Rebels attacked an army convoy near Goma, killing two soldiers.\n", encoding="utf-8")
    done = installed.run("-m", "coder", "code", "article.txt", "--published", "2024-05-15")
    assert (done.returncode, done.stderr) == (0, "")
    (mention,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (mention["cameo_code"], mention["killed"]["best"], mention["place"]["name"]) == ("190", 2, "Goma")

    (installed.home / "mentions.jsonl").write_text(done.stdout, encoding="utf-8")
    done = installed.run("-m", "coder", "validate", "mentions.jsonl")
    assert (done.returncode, done.stderr) == (0, "1 records, 0 problems\n")


def test_schemas_and_expectations_are_inside(installed: Installed) -> None:
    done = installed.run("-c", "from coder import resources as r; print(r.folder('schemas')); print(r.folder('expectations'))")
    assert [Path(line) for line in done.stdout.splitlines()] == [installed.target / "coder" / "_data" / kind for kind in ("schemas", "expectations")]


def test_components_are_found_without_an_import(installed: Installed) -> None:
    done = installed.run("-c", "import spacy; nlp = spacy.blank('en'); nlp.add_pipe('coder_dates'); print(nlp.pipe_names)")
    assert (done.returncode, done.stdout.strip()) == (0, "['coder_dates']"), done.stderr


def test_the_wheel_holds_all_files_of_the_package_and_no_others(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as archive:
        inside = set(archive.namelist())
    package = {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "coder").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not any(part.startswith(".") for part in path.parts[len(ROOT.parts):])
    }
    assert sorted(package - inside) == []
    others = {n for n in inside - package if not n.startswith("coder/_data/") and ".dist-info/" not in n}
    assert sorted(others) == []
    assert {Path(n).name for n in inside if ".dist-info/licenses/" in n} == {"LICENSE", "NOTICE"}


def test_the_wheel_is_small(installed: Installed) -> None:
    assert installed.wheel.stat().st_size < MEGABYTES * 1_000_000
