# Honorar. `make help` lists what there is to do.

PYTHON ?= python3
UV_VERSION := 0.13.9
TOOLS := .tools
UV := $(TOOLS)/bin/uv
BIN := .venv/bin
PACKAGES := $(sort $(dir $(wildcard libs/*/pyproject.toml services/*/pyproject.toml deploy/local/pyproject.toml deploy/local/intuit-double/pyproject.toml)))
SERVICES := timer rates invoicing notifier qbo-sync
NO_EMIT := $(foreach p,$(PACKAGES),--no-emit-package $(shell sed -n 's/^name = "\(.*\)"/\1/p' $(p)pyproject.toml | head -1))
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate $(NO_EMIT)

.DEFAULT_GOAL := help
.PHONY: help demo up down status test check format lock setup clean

help: ## list what there is to do
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-10s %s\n", $$1, $$2}'

demo: setup ## set everything up and take sample time to paid invoices (FILE=your-toggl-export.csv for your own)
	@$(BIN)/honorar demo $(if $(FILE),--file "$(FILE)")

up: setup ## start the system on your own data folder, empty at first
	@$(BIN)/honorar up

down: setup ## stop what demo or up started
	@$(BIN)/honorar down

status: setup ## show addresses, processes and their health
	@$(BIN)/honorar status

test: setup ## pass every test
	@$(BIN)/pytest $(TESTS)

check: setup ## format, lint, types, import rules, schema compatibility, lock
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m contracts.check
	@deploy/check-lock.sh $(UV)

format: setup ## format the code and mend what the linter can
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .

lock: $(UV) ## resolve the newest dependencies into locks/
	@mkdir -p locks
	@$(COMPILE) --upgrade pyproject.toml --group dev -o locks/dev.txt
	@for s in $(SERVICES); do $(COMPILE) --upgrade --constraint locks/dev.txt services/$$s/pyproject.toml -o locks/$$s.txt || exit 1; done

setup: .venv/ready

clean: ## forget the environment and caches; your data stays
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(UV): locks/uv.txt
	@deploy/local/bring-uv.sh $(PYTHON) $(TOOLS)

.venv/ready: $(UV) locks/dev.txt pyproject.toml $(PACKAGES:=pyproject.toml)
	@echo "Setting up the environment (once)…"
	@test -d .venv || $(UV) venv --quiet --python $(PYTHON) .venv
	@$(UV) pip sync --quiet --python $(BIN)/python --require-hashes locks/dev.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation $(foreach p,$(PACKAGES),-e ./$(p))
	@touch $@
