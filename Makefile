# The doors of the project; `make` alone lists them.
# Every target first makes .venv, which costs a tenth of a second when it is already right.
PYTHON ?= python3
BIN := .venv/bin
PACKAGES := content channel_api voice tvapp
# Two workers: more do not help on the two cores of the smallest machine this runs on.
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help run serve test long check format lock bench clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 16

run:  ## the channel on this terminal (ARGS="--region 330106")
	@$(PYTHON) bootstrap.py run
	@$(BIN)/zhengwu-tv $(ARGS)

serve:  ## the API for other machines (ARGS="--host 0.0.0.0 --port 8000")
	@$(PYTHON) bootstrap.py run
	@$(BIN)/zhengwu-api serve $(ARGS)

test: check  ## everything: format, types, import contracts, content, tests (REQUIRE_ALL=1: a skip fails)
	$(BIN)/zhengwu-content check --strict
	$(BIN)/python -m pytest -n $(WORKERS) -q $(ARGS)

long: check  ## properties with many new random examples; before a release and after work on what they guard
	HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest -n $(WORKERS) -q -m hypothesis $(ARGS)

check:  ## format, lint and types only
	@$(PYTHON) bootstrap.py test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format:  ## writes Python and content files in their canonical form
	@$(PYTHON) bootstrap.py test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/zhengwu-content format

lock:  ## solves the locks anew from setup.cfg (needs uv)
	locks/make

BENCHES := $(patsubst benchmarks/%.py,bench-%,$(wildcard benchmarks/core.py benchmarks/search.py benchmarks/tv.py benchmarks/voice.py benchmarks/editors.py))
.PHONY: $(BENCHES)
bench: $(BENCHES)  ## all benchmarks there are

$(BENCHES): bench-%:
	@$(PYTHON) bootstrap.py bench
	$(BIN)/python -m benchmarks.$*

clean:  ## removes the environment and what tools left behind
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
