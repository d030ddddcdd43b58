# Two commands matter: `make run` opens the dashboard, `make test` proves it. Needs Python 3.11 or newer and make.
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
WORKERS ?= $(shell nproc 2>/dev/null || echo 2)

.PHONY: run test check refresh snapshot docs words bench clean

run: .venv/run.stamp
	@$(BIN)/streamlit run app.py --server.port $(PORT)

test: .venv/dev.stamp
	@sh tests/install_tools.sh
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

check: .venv/dev.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@sh tests/audit.sh $(BIN)

refresh: .venv/run.stamp
	@$(BIN)/python -m treasury refresh

snapshot: .venv/run.stamp
	@$(BIN)/python -m treasury snapshot

docs: .venv/run.stamp
	@$(BIN)/python -m treasury.datasets_doc

words: .venv/run.stamp
	@$(BIN)/python -m treasury.messages

bench: .venv-bench/stamp
	@.venv-bench/bin/python -W ignore -m benchmarks $(PARTS)

clean:
	@rm -rf .venv .venv-bench .pytest_cache .mypy_cache .ruff_cache test-results

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "venv is missing: on Debian, apt-get install python3-venv"; rm -rf .venv; exit 1; }

.venv/run.stamp: requirements.txt | .venv/bin/python
	@echo "installing what the dashboard needs (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv-bench/stamp: requirements.txt requirements-bench.txt | .venv/bin/python
	@echo "installing what is measured beside the dashboard (once)"
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	@touch $@

.venv/dev.stamp: requirements.txt requirements-dev.txt | .venv/bin/python
	@echo "installing the test tools (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch .venv/run.stamp $@
