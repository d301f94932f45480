# Honorar. `make help` lists what there is to do.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && exit; done; echo python3)
TOOLS := .tools
UV := $(TOOLS)/bin/uv
BIN := .venv/bin
PACKAGES := $(sort $(dir $(wildcard libs/*/pyproject.toml services/*/pyproject.toml deploy/local/pyproject.toml deploy/local/*/pyproject.toml)))
QUIET := $(shell test -t 2 || echo --quiet)

.DEFAULT_GOAL := help
.PHONY: help demo up down status test check format lock upgrade setup clean

help: ## list what there is to do
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-10s %s\n", $$1, $$2}'

demo: setup ## set everything up and take sample time to paid invoices (FILE=your-toggl-export.csv for your own)
	@$(BIN)/honorar demo $(if $(FILE),--file "$(FILE)") $(OPTIONS)

up: setup ## start the system on your own data folder, empty at first
	@$(BIN)/honorar up

down: setup ## stop what demo or up started
	@$(BIN)/honorar down

status: setup ## show addresses, processes and their health
	@$(BIN)/honorar status

test: setup ## pass every test
	@$(BIN)/pytest $(TESTS)

check: setup ## format, lint, types, layers, event schemas, table definitions, lock
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/mypy services/qbo-sync/tests/*.py
	@$(BIN)/mypy deploy/local/intuit-double/tests/*.py
	@$(BIN)/lint-imports
	@$(BIN)/python -m contracts.check
	@$(BIN)/python -m testkit.schema check
	@deploy/check-lock.sh $(UV)

format: setup ## format the code and mend what the linter can
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .

lock: $(UV) ## resolve the dependencies into locks/, keeping versions that still fit
	@deploy/compile-locks.sh $(UV) locks

upgrade: $(UV) ## resolve the newest dependencies into locks/
	@deploy/compile-locks.sh $(UV) locks --upgrade

setup: .venv/ready

clean: ## forget the environment and caches; your data stays
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(UV): locks/uv.txt
	@deploy/local/bring-uv.sh "$(PYTHON)" $(TOOLS)

.venv/ready: $(UV) locks/dev.txt pyproject.toml $(PACKAGES:=pyproject.toml)
	@echo "Setting up the environment (once)…"
	@test -x $(BIN)/python || $(UV) venv --quiet --clear --python "$(PYTHON)" .venv
	@$(UV) pip sync $(QUIET) --python $(BIN)/python --require-hashes locks/dev.txt || { \
		echo "The locked packages cannot be installed (see above). They are downloaded once: the network is needed, or a mirror in UV_DEFAULT_INDEX." >&2; exit 1; }
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation $(foreach p,$(PACKAGES),-e ./$(p))
	@touch $@
