# The four things to do with the house. PORT, VAR_DIR, DATABASE_URL … are read from the environment.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: install run test lint lock

install: $(READY)

$(READY): requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed.")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	touch $(READY)
	-$(BIN)/python -m bot build >/dev/null  # so that the first start need not; what is wrong is said then too

run: $(READY)
	$(BIN)/python app.py

test: $(READY)
	$(BIN)/python -m pytest

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m bot check

# After a change of the dependencies in pyproject.toml: the exact versions, with no index named.
lock: $(READY)
	$(BIN)/pip-compile --quiet --strip-extras --extra dev --no-emit-index-url --no-emit-trusted-host \
	    --no-emit-find-links --no-header --no-annotate --output-file requirements.lock pyproject.toml
