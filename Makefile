# Passerelle: one command each to run it, to test it and to look after it. `make` lists them.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:

PORT ?= 8000
PYTHON ?= python3
ARGS ?=
export PORT

# Modules are run by the interpreter, so that a checkout can be moved and may have a long path.
BIN := .venv/bin/python

# A virtual environment that does not work (moved interpreter, half made) is made again.
ifneq ($(shell $(BIN) -c 'import pip' 2>/dev/null && echo works),works)
.venv/.run-ready .venv/.dev-ready: FORCE
endif

.PHONY: help run test test-reloaded judge lint translations messages bench relevance lock clean FORCE

help: ## List these targets
	@echo "Passerelle. What do you want to do?"
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'

run: .venv/.run-ready translations ## Set up and serve the site on http://127.0.0.1:8000 (other port: make run PORT=8001)
	@$(BIN) app.py --check-port
	@$(BIN) -m flask --app app db upgrade
	@$(BIN) -m flask --app app seeds load
	@$(BIN) -m flask --app app search rebuild --if-needed
	@exec $(BIN) app.py

test: translations lint judges/node_modules/.ready ## Check style and types, then run every test (some of them: make test ARGS="-k search")
	@$(BIN) -m pytest --numprocesses auto --dist loadfile $(ARGS)
	$(if $(ARGS),,@$(MAKE) --no-print-directory test-reloaded)

test-reloaded: .venv/.dev-ready .venv/reloaded ## Run the tests of search on whoosh-reloaded too, the other line of Whoosh
	@PYTHONPATH=$(CURDIR)/.venv/reloaded PASSERELLE_TEST_WHOOSH=$(CURDIR)/.venv/reloaded \
		$(BIN) -m pytest -p no:cacheprovider tests/search/test_index.py tests/search/test_damage.py \
		tests/search/test_indexer.py tests/search/test_commands.py tests/search/test_hits.py $(ARGS)

judge: .venv/.dev-ready translations judges/node_modules/.ready judges/outside/node_modules/.ready ## Ask the outside judges about every kind of public page and write bench/JUDGES.md
	@$(BIN) -m bench.judges $(ARGS)

lint: .venv/.dev-ready ## Check style and types only
	@$(BIN) -m ruff check .
	@$(BIN) -m ruff format --check .
	@$(BIN) -m mypy

TRANSLATIONS := directory/translations
COMPILED := $(patsubst %.po,%.mo,$(wildcard $(TRANSLATIONS)/*/LC_MESSAGES/messages.po))
BABEL = $(BIN) -m babel.messages.frontend --quiet

translations: $(COMPILED)

%.mo: %.po .venv/.run-ready
	@$(BABEL) compile --input-file $< --output-file $@

messages: .venv/.run-ready ## Collect the sentences to translate into each language's messages.po
	@$(BABEL) extract --mapping-file babel.cfg --no-location --project Passerelle --version 1 --output-file .messages.pot .
	@for language in fr de es it pl nl; do \
		$(BABEL) update --init-missing --no-fuzzy-matching --ignore-obsolete --no-wrap --input-file .messages.pot \
		--output-dir $(TRANSLATIONS) --locale $$language; done
	@rm .messages.pot

bench: .venv/.run-ready .venv-bench/.ready ## Measure speed and write bench/README.md (a smaller one: make bench ARGS="--companies 1000")
	@$(BIN) -m bench.search $(ARGS)

relevance: .venv/.run-ready ## Measure how good search is on the launch data; fails where a goal is missed
	@$(BIN) -m bench.relevance

lock: .venv/.run-ready ## Write both lock files again from pyproject.toml (newest versions: make lock ARGS=--upgrade)
	@$(BIN) -m pip install --quiet 'uv==0.13.*'
	@$(LOCK) --output-file requirements.lock pyproject.toml
	@$(LOCK) --group dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	@$(LOCK) --group bench --output-file requirements-bench.lock

clean: ## Remove the virtual environment and every cache (never the data in var/)
	rm -rf .venv .venv-bench judges/node_modules judges/outside/node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +

# uv resolves for every platform at once; where pip was told of another index, uv is told too. No index is written down.
LOCK = $(BIN) -m uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url \
	--custom-compile-command 'make lock' $${PIP_INDEX_URL:+--default-index "$$PIP_INDEX_URL"} $(ARGS)

.venv/.run-ready: requirements.lock
	@$(make-venv)
	@echo "Installing what Passerelle needs into .venv …"
	@$(BIN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/.dev-ready: requirements-dev.lock
	@$(make-venv)
	@echo "Installing what Passerelle and its tests need into .venv …"
	@$(BIN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# Measured against, never imported: what it needs stays apart from what we need.
.venv-bench/.ready: requirements-bench.lock
	@$(PYTHON) -m venv --clear .venv-bench
	@echo "Installing what Passerelle is measured against into .venv-bench …"
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

.venv/reloaded: requirements-reloaded.lock .venv/.dev-ready
	@echo "Installing whoosh-reloaded into .venv/reloaded …"
	@rm -rf $@
	@$(BIN) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --target $@ -r requirements-reloaded.lock
	@touch $@

# Judges that nobody here wrote, from npm, exact and checked by hash; their install scripts, which download, do not run.
judges/node_modules/.ready judges/outside/node_modules/.ready: %/node_modules/.ready: %/package-lock.json
	@command -v npm >/dev/null && command -v java >/dev/null || { \
		echo 'The judges of the pages need Node.js and Java: type "apt-get install nodejs npm default-jre-headless" (as root), then "make $(MAKECMDGOALS)" again.' >&2; exit 1; }
	@echo "Installing the judges of $* …"
	@cd $* && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

define make-venv
$(BIN) -c 'import pip' 2>/dev/null || { \
	command -v $(PYTHON) >/dev/null || { \
		echo 'Passerelle needs Python 3.11 or newer, and there is no "$(PYTHON)" here: type "apt-get install python3 python3-venv" (as root), then "make $(MAKECMDGOALS)" again.' >&2; exit 1; }; \
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'Passerelle needs Python 3.11 or newer, and "$(PYTHON)" is older: install one and type "make $(MAKECMDGOALS) PYTHON=python3.11" with its name.' >&2; exit 1; }; \
	$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo 'This Python cannot make virtual environments: type "apt-get install python3-venv" (as root), then "make $(MAKECMDGOALS)" again.' >&2; exit 1; }; \
	$(PYTHON) -m venv --clear .venv; }
endef
