# The two commands of a newcomer are `make run` and `make test`; both install what they need.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8080
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: run test format lint types unit matrix concurrency yardstick bench interop fuzz wheel clean

run: $(VENV)/installed  ## start the mock of all APIs with demo data
	@$(BIN)/mockserver run --port $(PORT)

test: format lint types unit  ## everything that must hold

format: $(VENV)/installed-development
	$(BIN)/ruff format --check .

lint: $(VENV)/installed-development
	$(BIN)/ruff check .

types: $(VENV)/installed-development
	$(BIN)/mypy

unit: $(VENV)/installed-development
	$(BIN)/pytest

matrix: $(VENV)/installed-development  ## every fault and variation, and what the suite says of it
	@$(BIN)/python -m tests.matrix $(API)

concurrency: $(VENV)/installed-development  ## 64 connections for a minute on each API, and whether what they saw can be
	@$(BIN)/python -m tests.concurrency $(if $(API),--api $(API)) $(if $(SECONDS),--seconds $(SECONDS))

yardstick: $(VENV)/installed-development  ## what plain Schemathesis finds of every fault, and what our suite does
	@$(BIN)/python -m tests.yardstick $(if $(API),--api $(API)) $(if $(MINUTES),--minutes $(MINUTES)) $(FAULTS)

bench: $(VENV)/installed-development  ## how fast the mock is, beside others that are measured in turns
	@$(BIN)/python -m tests.benchmarks $(BENCH)

interop: $(VENV)/installed-development  ## programs that others wrote, at work on the specs and the mock
	@$(BIN)/python -m tests.interop $(if $(API),--api $(API)) $(PARTS)

fuzz: $(VENV)/installed-development  ## hundreds of thousands of odd requests, and what must be true of every answer
	@$(BIN)/python -m tests.fuzz $(if $(SEED),--seed $(SEED)) $(if $(REQUESTS),--requests $(REQUESTS))

wheel: $(VENV)/installed-development  ## build dist/*.whl
	$(BIN)/python -m build --wheel

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache

$(VENV)/installed: pyproject.toml constraints.txt
	@echo "Installing into $(VENV) (once) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; say which with: make PYTHON=python3.11")'
	@$(PYTHON) -m venv $(VENV)
	@$(PIP_INSTALL) --editable .
	@touch $@

$(VENV)/installed-development: $(VENV)/installed
	@$(PIP_INSTALL) --editable '.[development]'
	@touch $@
