# Everything a fresh machine needs is Python 3.11 or newer; the rest is installed into .venv.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help demo test quick nightly fuzz mutants lint bench picture goldens clean

help:
	@echo "make demo   assess Spain: the report on screen; workbook, page and Word file in build/"
	@echo "make test   everything that CI runs: lint, types, tests"
	@echo "make quick  the tests without LibreOffice, a browser or the pages of docs/"
	@echo "make nightly  the oracle over 10 000 random accounts, and damaged input for ten minutes"
	@echo "make fuzz   damaged input for an hour; what shows a fault is kept in tests/fuzz/corpus"
	@echo "make mutants  small faults put into engine and assessment: which does no test see?"
	@echo "make bench  measure for a few minutes, and write benchmarks/README.md"
	@echo "make clean  remove what the others made"

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: name it with make PYTHON=…" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[word]"
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@

demo: $(VENV)/.installed
	@mkdir -p build
	$(BIN)/compliance assess ESP -o build/spain.xlsx -o build/spain.html -o build/spain.docx

test: lint
	$(BIN)/python -m pytest --numprocesses auto --durations 5

quick: $(VENV)/.installed-dev
	$(BIN)/python -m pytest --numprocesses auto -m "not office and not docs and not browser"

nightly: $(VENV)/.installed-dev
	ORACLE_ROUNDS=2500 $(BIN)/python -m pytest --numprocesses auto tests/assessment/test_oracle.py
	cd tests && ../$(BIN)/python -m support.fuzzing 10

fuzz: $(VENV)/.installed-dev
	cd tests && ../$(BIN)/python -m support.fuzzing 60

mutants: $(VENV)/.installed-dev
	cd tests && ../$(BIN)/python -m support.mutants 300

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache > /dev/null || $(BIN)/lint-imports
	$(BIN)/compliance check
	$(BIN)/compliance coverage > /dev/null

bench: $(VENV)/.installed-dev
	$(BIN)/python benchmarks/run.py

picture: $(VENV)/.installed-dev
	$(BIN)/python docs/picture.py
	$(BIN)/python docs/pages.py

goldens: $(VENV)/.installed-dev
	UPDATE_GOLDENS=1 $(BIN)/python -m pytest tests/report

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
