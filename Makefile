# Honorar. `make help` lists what there is to do.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && exit; done; echo python3)
TOOLS := .tools
UV := $(TOOLS)/bin/uv
BIN := .venv/bin
PACKAGES := $(sort $(dir $(wildcard libs/*/pyproject.toml services/*/pyproject.toml deploy/local/pyproject.toml deploy/local/*/pyproject.toml)))
WEB_SOURCES := $(wildcard web/index.html web/*.ts web/*.json docs/api/*.json) $(shell find web/src web/public web/scripts -type f -not -path '*/schema/*' -not -name '*.test.*' 2>/dev/null)
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix web --loglevel error
QUIET := $(shell test -t 2 || echo --quiet)

.DEFAULT_GOAL := help
.PHONY: help demo up down status test fuzz soak chaos benchmarks check documents pictures document-pictures format lock upgrade setup web web-messages clean

help: ## list what there is to do
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-10s %s\n", $$1, $$2}'

demo: setup web ## set everything up and take sample time to paid invoices (FILE=your-toggl-export.csv for your own)
	@$(BIN)/honorar demo $(if $(FILE),--file "$(FILE)") $(OPTIONS)

up: setup web ## start the system on your own data folder, empty at first
	@$(BIN)/honorar up

down: setup ## stop what demo or up started
	@$(BIN)/honorar down

status: setup ## show addresses, processes and their health
	@$(BIN)/honorar status

test: setup web ## pass every test, the browser's stories included
	@deploy/test.sh $(BIN)/pytest $(TESTS)

fuzz: setup ## far more random input than `make test` has: spoiled files for parsers (EXAMPLES=2000), generated requests (SECONDS=60 a service, SEED=, SERVICES=)
	@FUZZ_EXAMPLES=$(or $(EXAMPLES),2000) $(BIN)/pytest -m fuzz $(TESTS)
	@$(BIN)/python -m testkit.fuzzing $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED)) $(SERVICES)

soak: setup ## run the whole system under half of its capacity (MINUTES=10), and check that nothing fails
	@$(BIN)/python -m tests.soak --minutes $(or $(MINUTES),10)

chaos: setup ## kill the system's processes under load (SECONDS=90 SEED=1), and check that nothing was lost or doubled
	@$(BIN)/python -m tests.chaos --seconds $(or $(SECONDS),90) $(if $(SEED),--seed $(SEED))

benchmarks: setup ## measure, each figure beside a bare limit of the same run (ROWS="issue pricing")
	@$(BIN)/python -m tests.benchmarks $(ROWS)

check: setup web/node_modules/ready ## format, lint, types, layers, event schemas, table definitions, API documents, lock
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/mypy services/qbo-sync/tests/*.py
	@$(BIN)/mypy deploy/local/intuit-double/tests/*.py
	@$(BIN)/lint-imports
	@$(BIN)/python -m contracts.check
	@$(BIN)/python -m testkit.schema check
	@$(BIN)/python -m testkit.api_documents check
	@deploy/check-lock.sh $(UV)
	@$(NPM) run --silent schema
	@$(NPM) run --silent check

documents: setup ## write docs/api: the OpenAPI documents, their examples from running the services
	@$(BIN)/python -m testkit.api_documents write $(SERVICES)

pictures: demo ## take the pictures in docs/pictures anew, of the demonstration's data
	@$(BIN)/python -m tests.harness.documentation .honorar/demo

document-pictures: setup web/node_modules/ready ## print the sample documents in docs/pictures/documents anew
	@$(BIN)/python -m tests.harness.document_pictures

format: setup web/node_modules/ready ## format the code and mend what the linter can
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .
	@$(NPM) run --silent format

lock: $(UV) ## resolve the dependencies into locks/, keeping versions that still fit
	@deploy/compile-locks.sh $(UV) locks

upgrade: $(UV) ## resolve the newest dependencies into locks/
	@deploy/compile-locks.sh $(UV) locks --upgrade

web: web/dist/sw.js ## build the app into web/dist, when its sources changed

web-messages: web/node_modules/ready ## bring the catalogs of the app's texts (web/src/**/*.po) up to the code
	@$(NPM) run --silent messages

setup: .venv/ready

clean: ## forget the environment and caches; your data stays
	rm -rf web/node_modules web/dist .venv .tools .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

web/node_modules/ready: web/package-lock.json web/.npmrc | .venv/ready
	@echo "Setting up the web app's tools (once)…"
	@$(NPM) ci --ignore-scripts --silent || { \
		echo "The packages of web/package-lock.json cannot be installed. They are downloaded once: the network is needed." >&2; exit 1; }
	@touch $@

web/dist/sw.js: web/node_modules/ready $(WEB_SOURCES)
	@echo "Building the web app…"
	@$(NPM) run --silent build

$(UV): locks/uv.txt
	@deploy/local/bring-uv.sh "$(PYTHON)" $(TOOLS)

.venv/ready: $(UV) locks/dev.txt pyproject.toml $(PACKAGES:=pyproject.toml)
	@echo "Setting up the environment (once)…"
	@test -x $(BIN)/python || $(UV) venv --quiet --clear --python "$(PYTHON)" .venv
	@$(UV) pip sync $(QUIET) --python $(BIN)/python --require-hashes locks/dev.txt || { \
		echo "The locked packages cannot be installed (see above). They are downloaded once: the network is needed, or a mirror in UV_DEFAULT_INDEX." >&2; exit 1; }
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation $(foreach p,$(PACKAGES),-e ./$(p))
	@touch $@
