# make run: the first start sets everything up by itself. make test: all that tests need, then all tests.
SHELL := /bin/sh
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# As many side by side as there are cores; each worker has a PostgreSQL of its own.
# Bytecode is written whatever the shell says: else each worker compiles all tests anew.
TESTS := env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest --numprocesses auto --dist worksteal
# pip's own lines, one over the other: what it is at, without a screenful of them.
AT := awk '/^ *(Collecting|Downloading|Installing|Building)/ { printf "\r    %-72.72s", $$0; fflush() } END { printf "\r%76s\r", "" }'

.PHONY: run test check soak migration
.DEFAULT_GOAL := run

run: $(VENV)/installed
	@exec $(BIN)/huying run --sample

test: $(VENV)/tested
	$(TESTS)

check: $(VENV)/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(TESTS)

soak: $(VENV)/tested
	HUYING_SOAK=1 $(TESTS)

migration: $(VENV)/tested
	@test -n "$(m)" || { echo 'make migration m="what it is for"'; exit 2; }
	$(BIN)/python -m storage.migrations.write "$(m)"

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "huying needs Python 3.11 or newer; on Debian: apt-get install python3 python3-venv"; exit 1; }
	@echo "1/3 environment ($$($(PYTHON) --version))"
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python's venv is incomplete; on Debian: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

# An older pip (Debian's is 23) knows no dependency groups, so pip itself comes first.
$(VENV)/installed: pyproject.toml | $(BIN)/python
	@echo "2/3 install (once; a minute or two)"
	@rm -f $@; { $(PIP) install --upgrade 'pip>=25.1' && $(PIP) install -e . && touch $@; } | $(AT); test -e $@
	@echo "3/3 database and sample community"

$(VENV)/tested: $(VENV)/installed
	@echo "installing what tests need"
	@rm -f $@; { $(PIP) install -e '.[postgres]' --group test && touch $@; } | $(AT); test -e $@
