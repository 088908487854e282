# The first two lines of work on a fresh machine: `make chat`, `make test`.
# Everything lives in .venv; nothing is reinstalled while the locks are unchanged.
PYTHON ?= python3
BIN := .venv/bin
RUNTIME := .venv/.runtime
DEVELOP := .venv/.develop

.DEFAULT_GOAL := help
.PHONY: help chat run test check bench tune shots lock clean
GATES := style mypy pyright imports content
.PHONY: gates $(GATES)

help: ## list what can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 10

chat: $(RUNTIME) ## open the bot in this terminal
	@$(BIN)/nato-bot chat

run: $(RUNTIME) ## start every platform that has settings
	@$(BIN)/nato-bot run

test: $(DEVELOP) ## run all tests, those that kill processes too
	$(BIN)/pytest -q -n auto --dist worksteal -m "not crash"
	$(BIN)/pytest -q -m crash

check: gates ## run every gate: format, lint, types, imports, content, quick tests
	$(BIN)/pytest -q tests/core tests/rendering

gates: $(GATES) ## the same without the tests; make -j2 takes two at a time

style: $(DEVELOP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

mypy pyright: $(DEVELOP)
	$(BIN)/$@

imports: $(DEVELOP)
	$(BIN)/lint-imports

content: $(DEVELOP)
	$(BIN)/nato-bot check

bench: $(DEVELOP) ## measure, and print every figure that the documents quote
	@$(BIN)/python -m tests.bench.run

tune: $(DEVELOP) ## print which limits decide best on questions: make tune QUESTIONS=file
	@$(BIN)/python -m tests.tune.search $(QUESTIONS)

shots: $(DEVELOP) ## draw the pictures of docs/shots from what the bot sends; needs a Chromium
	@$(BIN)/python -m tests.shots.discord

lock: $(DEVELOP) ## pin what pyproject.toml allows, with hashes
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

clean: ## remove the virtual environment and every cache
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "nato-bot needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "Setting up .venv (once) ..." >&2
	@$(PYTHON) -m venv .venv >&2 \
		|| { rm -rf .venv; echo "This python3 cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(RUNTIME): requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing what the bot needs ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e . >&2
	@$(BIN)/nato-bot ask NATO >/dev/null 2>&1 || true # compiles the content: the first start is quick
	@touch $@

$(DEVELOP): requirements-dev.lock $(RUNTIME)
	@echo "Installing what the tests need ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock >&2
	@touch $@
