# make assess   the main case, from a fresh clone to a report
# make test     everything that tests need, then all tests
# The other targets are for those who change the code; `make help` lists them all.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
CASE ?= cases/business-links-2025
OUTPUT ?= build/$(notdir $(patsubst %/,%,$(CASE)))
# One more than there are cores: tests wait for servers, browsers and each other.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
QUICK ?=
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --progress-bar off
LOCK := uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal --fork-strategy fewest --python-version 3.11

.PHONY: help assess portal test docs validate picture bench lint types coverage format refresh lock clean

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

assess: $(VENV)/.runtime ## assess the main case (CASE=cases/... for another) and say where the report is
	@$(BIN)/detente assess $(CASE) --output $(OUTPUT)

portal: $(VENV)/.portal ## what `detente serve` needs beside the rest (docs/how-to/run-the-portal.md)

# Hundreds of programs are started by tests: none compiles the code anew, and none takes all cores for itself.
test coverage: export PYTHONDONTWRITEBYTECODE :=
test coverage: export OPENBLAS_NUM_THREADS := 1

test: $(VENV)/.dev ## all tests, doctests of src included
	@$(BIN)/python -m compileall -q src
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal

docs: $(VENV)/.dev ## the documentation as a site without a network; a warning is an error (build/docs/index.html)
	@PYTHONPATH=src $(BIN)/python tools/pages/build.py --output build/docs

validate: $(VENV)/.dev ## published tables against ours: the page docs/explanation/validation.md
	@OPENBLAS_NUM_THREADS=1 PYTHONPATH=src:tests $(BIN)/python tools/validate.py

picture: assess ## the picture of a report on the first page (needs Chromium)
	@$(BIN)/python tools/picture_report.py

bench: $(VENV)/.dev ## every benchmark beside its peers (QUICK=--quick for small problems), and the page of measurements
	@OPENBLAS_NUM_THREADS=1 PYTHONPATH=src:tests:benchmarks $(BIN)/python benchmarks/bench.py $(QUICK)
	@PYTHONPATH=src $(BIN)/python benchmarks/measurements.py

lint: $(VENV)/.dev ## formatting, style, spelling, direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/codespell
	$(BIN)/lint-imports

types: $(VENV)/.dev ## mypy, strict
	$(BIN)/mypy

coverage: $(VENV)/.dev ## which lines no test reaches; fails when the core has fewer than 95 percent (docs/contributing/mutation.md)
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --cov --cov-report term-missing:skip-covered
	@PYTHONPATH=src $(BIN)/python tools/core_coverage.py

format: $(VENV)/.dev ## write the formatting that lint asks for
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

refresh: $(VENV)/.runtime ## rewrite cases/*/expected/verdict.json after a change that is meant to move numbers
	PYTHONPATH=tests $(BIN)/python -m acceptance.refresh

lock: ## resolve the locks again (needs uv on the path; docs/adr/0003-lockfile.md)
	$(LOCK) --upgrade pyproject.toml requirements-build.in --output-file requirements.lock
	$(LOCK) --upgrade --constraint requirements.lock pyproject.toml requirements-build.in requirements-dev.in --output-file requirements-dev.lock
	$(LOCK) --constraint requirements-dev.lock --extra portal pyproject.toml requirements-build.in --output-file requirements-portal.lock

clean: ## remove the environment, results and caches
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; none is on the path." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than 3.11; name another: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	"$(PYTHON)" -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.portal: requirements-portal.lock pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements-portal.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements-dev.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@
