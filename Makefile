# Every command of the project. `make` lists them; .ci/run calls nothing else.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
BIN := .venv/bin

.NOTPARALLEL:
.PHONY: help run test check fix engines requirements bench bench-web bench-mesh test-spark arch lock setup develop front clean

help:  ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: setup front  ## install, build the demonstration, serve it (PORT=8000 HOST=127.0.0.1)
	@scripts/run.sh

test: develop front  ## lint and the whole suite, journeys included (DATABASE=postgres, ARGS="-k …")
	@scripts/test.sh

check: develop  ## lint only: ruff, djade, mypy, import contracts, migrations, messages
	@scripts/check.sh

fix: develop  ## format and repair what can be repaired alone
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .
	@$(BIN)/python scripts/typography.py
	@git ls-files -- 'src/**/*.html' | xargs --no-run-if-empty $(BIN)/djade --target-version 5.2 || true

engines: develop  ## tests of the engines, in a Python that cannot import Django
	@$(BIN)/python scripts/engines_alone.py $(ARGS)

requirements: develop front  ## which rows of the requirements have a passing test (FAST=1: without journeys)
	@$(BIN)/python -m pytest --requirements build/requirements.json -q $(if $(FAST),--ignore tests/journeys) $(ARGS)

bench: develop front  ## measure, and write docs/performance.md (ARGS="judge sets" for some only)
	@$(BIN)/python benchmarks/run.py $(ARGS)

bench-web: develop front  ## measure pages under load only, with 2 workers
	@$(BIN)/python benchmarks/run.py serving

bench-mesh: develop  ## measure the mesh on 16,000,000 invented establishments (ARGS="--rows 1000000" for a minute)
	@$(BIN)/python benchmarks/mesh.py $(ARGS)

test-spark:  ## count the same stock with Spark and with DuckDB, in build/spark (needs Java 17)
	@scripts/test_spark.sh

arch: develop  ## draw the packages and who imports whom
	@$(BIN)/python scripts/draw_architecture.py

lock:  ## resolve requirements/*.in again into hashed files, and package-lock.json
	@scripts/python.sh dev
	@scripts/lock.sh

setup:
	@scripts/python.sh runtime

develop:
	@scripts/python.sh dev

front: setup
	@scripts/front.sh

clean:  ## remove what was built (the database in var/ stays)
	@rm -rf build .venv node_modules src/maillage/kit/ui/static/maillage/build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
