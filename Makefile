# Every habit of the project. CI runs `make check` and nothing else.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
SIZES ?= 100,1000,10000,100000

.DEFAULT_GOAL := help
.PHONY: help setup test lint format types layout docs docs-check pictures pictures-check \
	record record-check readme-check bench soak check

help: ## list the habits
	@sed -n 's/^\([a-z-]*\):.* ## /\1\t/p' Makefile | expand -t 16

setup: ## make the virtual environment, with the checkout itself installed in it
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q -e '.[dev]'

test: ## run the tests
	$(BIN)/python -m pytest

lint: ## look for mistakes and for lines out of format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: ## put imports and lines in order
	$(BIN)/ruff check --select I --fix .
	$(BIN)/ruff format .

types: ## check the types
	$(BIN)/mypy

layout: ## check that imports follow the arrows of the layout
	$(BIN)/lint-imports --no-logo

docs: ## write the pages that are made from the program
	$(BIN)/python scripts/docs.py

docs-check: ## fail where such a page is stale
	$(BIN)/python scripts/docs.py --check

pictures: ## draw the README's pictures
	$(BIN)/python scripts/pictures.py

pictures-check: ## fail where a picture is stale
	$(BIN)/python scripts/pictures.py --check

record: ## enter the Lashio record anew
	CLAIMTRACK=$(BIN)/claimtrack examples/lashio.sh claims.json >/dev/null

record-check: ## fail where claims.json is not what the record's script enters
	CLAIMTRACK=$(BIN)/claimtrack examples/lashio.sh $(VENV)/claims.json >/dev/null 2>&1
	cmp claims.json $(VENV)/claims.json

readme-check: ## paste the README's commands into fresh clones of HEAD; the second runs the tests
	$(BIN)/python scripts/check_readme.py

bench: ## measure the start-up, ledgers of growing SIZES, the reading of dates, and import and export
	$(BIN)/python bench/startup.py
	bench/run --sizes $(SIZES)
	$(BIN)/python bench/when.py
	$(BIN)/python bench/exchange.py

soak: ## ten minutes of a crowd at one ledger, with random kills
	$(BIN)/python bench/soak.py

check: lint types layout docs-check pictures-check record-check readme-check ## all that CI checks
