# Everything that is made or checked; `make help` lists it.
PYTHON ?= .venv/bin/python
JOBS ?= 0

.PHONY: help venv check test lint types imports docs words looks sample fix slow laws proofs readers fuzz bench lock

help:    ## List what can be made
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 10

venv:    ## Set up .venv for development
	python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]'

check: lint types imports test docs    ## All that must pass before a commit

test:    ## Run the tests, and hold what calculates, reads and writes to full branch coverage
	$(PYTHON) -m coverage run -m pytest -q -n $(JOBS)
	$(PYTHON) -m coverage combine -q
	$(PYTHON) -m coverage report

lint:    ## Format and rules
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m ruff check
	$(PYTHON) -m deptry src
	$(PYTHON) -m bandit -q -c pyproject.toml -r src

types:    ## Types, strictly
	$(PYTHON) -m mypy

imports:    ## Who may import whom
	.venv/bin/lint-imports

docs:    ## The tables in docs/ are those of the program, the catalogues complete
	$(PYTHON) scripts/reference.py --check
	$(PYTHON) scripts/catalogue.py --check

words:    ## Bring the message catalogues up to date, and compile them
	$(PYTHON) scripts/catalogue.py

looks:    ## Write down what the program shows now; look at the difference
	$(PYTHON) scripts/reference.py
	$(PYTHON) -m pytest -q --update-looks --update-docs

sample:    ## Write docs/sample/ anew: the report of the project's own ledger
	for file in report.md report.html board.svg; do \
		$(PYTHON) -m goaltrack export docs/sample/$$file --as-of 2023-08-04 --lang zh; \
	done

fix:    ## Format, and mend what can be mended
	$(PYTHON) -m ruff format
	$(PYTHON) -m ruff check --fix

slow:    ## The tests marked slow
	$(PYTHON) -m pytest -q -n auto -m slow

laws:    ## The laws with 10,000 examples each
	HYPOTHESIS_PROFILE=long $(PYTHON) -m pytest -q -n auto \
		tests/model tests/analysis tests/ledger tests/importing tests/test_importing.py

proofs:    ## Kill, fault, power cut, merge: what docs/reliability.md promises
	$(PYTHON) proofs/kill.py
	$(PYTHON) proofs/disks.py
	$(PYTHON) proofs/faults.py
	$(PYTHON) proofs/reads.py
	$(PYTHON) proofs/includes.py
	$(PYTHON) proofs/streams.py
	$(PYTHON) proofs/patterns.py
	$(PYTHON) proofs/limits.py
	$(PYTHON) proofs/shapes.py
	$(PYTHON) proofs/writers.py
	$(PYTHON) proofs/ledgers.py
	$(PYTHON) proofs/outline.py
	$(PYTHON) proofs/merges.py
	$(PYTHON) proofs/clones.py
	MACHINE_EXAMPLES=600 $(PYTHON) -m pytest -q tests/test_machine.py

readers:    ## Each export in the program that reads it (see proofs/readers.py)
	$(PYTHON) proofs/readers.py $(READERS)

fuzz:    ## Ten minutes of fuzzing for each reader of text
	for target in ledger amount period csv json workbook xml export; do \
		$(PYTHON) proofs/fuzz.py $$target -max_total_time=600 || exit 1; done

bench:    ## Measure start-up and long ledgers as ratios
	$(PYTHON) bench/run.py
	$(PYTHON) bench/scale.py

lock:    ## Write requirements.lock anew, with hashes
	$(PYTHON) -m pip install -q uv
	$(PYTHON) -m uv pip compile --universal --generate-hashes --quiet --no-header \
		--extra dev --output-file requirements.lock pyproject.toml
