# Every target sets up what it needs: a virtual environment in .venv with the locked packages.
PYTHON ?= python3
VERSION := 0.1.0
BIN := .venv/bin
SETUP := .venv/.installed

.PHONY: setup dataset test check bench evaluate lock clean

setup: $(SETUP)

$(SETUP): requirements.lock pyproject.toml
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

dataset: $(SETUP)   ## the sample dataset, built from seeds/
	$(BIN)/coder build seeds --out dataset --version $(VERSION) --replace

test: $(SETUP)
	$(BIN)/python -m pytest

check: $(SETUP)     ## style, types, layers, knowledge files
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m coder.ontology

bench: $(SETUP)
	OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/speed.py

evaluate: $(SETUP)
	$(BIN)/coder evaluate seeds/gold --articles seeds

lock:               ## pin all packages anew
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group dev \
	    --output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv build dist *.egg-info
