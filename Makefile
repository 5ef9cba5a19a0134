# The recipes. `make demo` and `make test` need Python 3.11 or later, make and the package registry, nothing else.
SHELL := /bin/sh
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
GOLD ?= ../shared/gold
NEWS ?= ../shared/data/news/ant-2018-02-05.jsonl.gz

.PHONY: demo test gold bench web schemathesis fuzz chaos check-types lint lock clean help

help:
	@echo "make demo    build the record of examples/ and print its chronicle"
	@echo "make test    all checks"
	@echo "make gold    score the annotated articles, where they are"
	@echo "make bench   words a second a core and peak memory on the news file, where it is"
	@echo "make web     build the styles and islands of the pages anew (needs Node; only after a change in frontend/)"
	@echo "make schemathesis  ask the API for longer than make test does, by its own description"
	@echo "make fuzz    texts and pages as nobody would write them, 1,000,000 of them (FUZZ=\"--minutes 30\")"
	@echo "make chaos   builds killed at any moment, 100 times"
	@echo "make lock    resolve the dependencies anew (requirements*.lock)"

# An environment with the locked dependencies and this package; made again when a lock changes.
$(VENV)/run.stamp: requirements.lock pyproject.toml tools/make_environment.py
	$(PYTHON) tools/make_environment.py $(VENV) requirements.lock
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/run.stamp
	$(PYTHON) tools/make_environment.py $(VENV) requirements-dev.lock
	@touch $@

demo: $(VENV)/run.stamp
	@MAHDAR=$(BIN)/mahdar sh examples/demo.sh

test: $(VENV)/dev.stamp
	$(BIN)/ruff format --check src tests tools bench
	$(BIN)/ruff check src tests tools bench
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/mahdar knowledge lint
	@$(BIN)/python tools/make_postgres.py
	@$(BIN)/python tools/make_browser.py
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

gold: $(VENV)/run.stamp
	$(BIN)/python tools/score_gold.py $(GOLD) tests/gold/floors.toml

bench: $(VENV)/dev.stamp
	$(BIN)/python tools/bench.py $(NEWS)

web:
	cd frontend && npm ci --no-audit --no-fund --ignore-scripts && npx tsc && npx vite build --logLevel warn

schemathesis: $(VENV)/dev.stamp
	MAHDAR_EXAMPLES=200 $(BIN)/python -m pytest tests/test_web_schema.py

fuzz: $(VENV)/dev.stamp
	$(BIN)/python -m tests.fuzz --news $(NEWS) $(FUZZ)

chaos: $(VENV)/dev.stamp
	$(BIN)/python -m tests.chaos

lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group dev pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis examples/*.db
