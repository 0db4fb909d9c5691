# Everything that is made or checked; `make help` lists it.
PYTHON ?= .venv/bin/python

.PHONY: help venv check test lint types floors docs looks fix laws bench lock

help:    ## List what can be made
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 10

venv:    ## Set up .venv for development
	python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]'

check: lint types floors test docs    ## All that must pass before a commit

test:    ## Run the tests, and hold core/ and store/ to full branch coverage
	$(PYTHON) -m coverage run -m pytest -q
	$(PYTHON) -m coverage combine -q
	$(PYTHON) -m coverage report

lint:    ## Format and rules
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m ruff check
	$(PYTHON) -m deptry src

types:    ## Types, strictly
	$(PYTHON) -m mypy

floors:    ## Who may import whom
	.venv/bin/lint-imports

docs:    ## The tables in docs/ are those of the program
	$(PYTHON) scripts/reference.py --check

looks:    ## Write down what the program shows now; look at the difference
	$(PYTHON) scripts/reference.py
	$(PYTHON) -m pytest -q --update-looks --update-docs

fix:    ## Format, and mend what can be mended
	$(PYTHON) -m ruff format
	$(PYTHON) -m ruff check --fix

laws:    ## The laws of core/ and store/ with 10,000 examples each
	HYPOTHESIS_PROFILE=long $(PYTHON) -m pytest -q tests/core tests/store

bench:    ## Measure start-up and long ledgers as ratios
	$(PYTHON) bench/run.py

lock:    ## Write requirements.lock anew, with hashes
	$(PYTHON) -m uv pip compile --universal --generate-hashes --quiet --no-header \
		--extra dev --output-file requirements.lock pyproject.toml
