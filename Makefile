# make run: a first start sets everything up by itself. make test: all that tests need, then all tests.
SHELL := /bin/sh
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check soak migration
.DEFAULT_GOAL := run

run: $(VENV)/installed
	@exec $(BIN)/huying run --sample

test: $(VENV)/tested
	$(BIN)/python -m pytest

check: $(VENV)/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

soak: $(VENV)/tested
	HUYING_SOAK=1 $(BIN)/python -m pytest tests/stories

migration: $(VENV)/tested
	$(BIN)/python -m storage.migrations.write "$(m)"

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "huying needs Python 3.11 or newer (Debian: apt-get install python3 python3-venv)"; exit 1; }
	@echo "1/3 environment ($$($(PYTHON) --version))"
	@$(PYTHON) -m venv $(VENV) || { echo "venv is missing: apt-get install python3-venv"; rm -rf $(VENV); exit 1; }

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	@echo "2/3 install (a minute on the first start)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --progress-bar on --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --progress-bar on -e .
	@echo "3/3 database and sample community"
	@touch $@

$(VENV)/tested: $(VENV)/installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[postgres]' --group test
	@touch $@
