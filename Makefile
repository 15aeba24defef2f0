# Everything a developer does here. Needs python3 (3.11-3.13) with venv, git and make; the rest goes into .venv, and
# libraries of the system are installed where that can be done.
.DEFAULT_GOAL := help
.PHONY: help dev demo test check format bench screens clean venv-package packages

VENV := .venv
BIN := $(VENV)/bin
# What PDF needs of the system, a terminal for the tests of the UI, a sandbox for re-runs; Debian's names.
PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 tmux bubblewrap
STAMP := $(VENV)/.installed
# The reference project has an environment of its own, as it has where a team clones it.
REFERENCE := reference-impl/.venv/.installed
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)

help: ## say what can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(STAMP): pyproject.toml requirements-dev.txt
	@$(PYTHON) -c "import ensurepip" 2>/dev/null || $(MAKE) --no-print-directory venv-package
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing into $(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q maturity  # where Python may not keep what it compiles, each start would compile anew
	@touch $@

$(REFERENCE): reference-impl/requirements.txt reference-impl/pyproject.toml
	@echo "installing into reference-impl/.venv"
	@$(MAKE) --no-print-directory -C reference-impl setup
	@touch $@

# Debian ships venv apart from Python.
venv-package:
	@test "$$(id -u)" = 0 || { echo "python3 has no venv: run 'apt-get install python3-venv' first" >&2; exit 1; }
	apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv

# Installs what is missing, where that can be done; elsewhere it names it and the rest goes on.
packages:
	@command -v dpkg-query > /dev/null || exit 0; \
	for package in $(PACKAGES); do \
		dpkg-query --show --showformat '$${db:Status-Status}' $$package 2> /dev/null | grep -qx installed || missing="$$missing $$package"; \
	done; \
	test -z "$$missing" && exit 0; \
	{ test "$$(id -u)" = 0 && apt-get update -qq && apt-get install -y -qq --no-install-recommends $$missing; } \
		|| echo "run 'apt-get install$$missing' for PDF, for tests in a terminal and for re-runs in a sandbox" >&2

dev: $(STAMP) ## make the development environment (again, when the pins changed)

demo: $(STAMP) $(REFERENCE) packages ## build the reference project's evidence and scan it
	@$(BIN)/python -m maturity.demo

test: $(STAMP) $(REFERENCE) packages ## run the quick tests, then the slow ones, then the quick ones of the reference project
	$(BIN)/python -m pytest -q -n 2 -m "not slow"
	$(BIN)/python -m pytest -q -n 3 --dist loadscope --no-loadscope-reorder -m slow
	@$(MAKE) --no-print-directory -C reference-impl test

check: $(STAMP) $(REFERENCE) ## formatting, lint, types, import rules, the GitHub action; and the reference project
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/zizmor --offline --quiet action.yml
	@$(MAKE) --no-print-directory -C reference-impl check

format: $(STAMP) ## write the format and the safe fixes
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP) ## measure
	$(BIN)/python -m benchmarks

screens: $(STAMP) ## capture the screens that the README shows
	$(BIN)/python -m tests.tui.screens

clean: ## remove what was made
	rm -rf $(VENV) dist build demo *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
