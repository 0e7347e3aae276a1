# Each target sets up all it needs in .venv, from Python 3.11 with venv and pip alone.
PYTHON ?= $(shell for one in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$one -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$one; break; }; done)
VENV   := .venv
BIN    := $(VENV)/bin
APP    := $(VENV)/.app-installed
DEV    := $(VENV)/.dev-installed
SERVE  := $(VENV)/.serve-installed
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

# One more than there are processors: tests of the app wait now and then.
WORKERS = $(shell $(BIN)/python -c 'import os; print((os.cpu_count() or 1) + 1)')

SOAKS = soak-accounts soak-checks soak-files soak-layout soak-edits soak-crashes soak-keys \
	soak-calendar soak-engine soak-expected

.PHONY: run serve test lint bench soak $(SOAKS) mutants docs clean

run: $(APP)             ## open the app on the sample journeys
	$(BIN)/nurture journeys

serve: $(SERVE)         ## the same in a browser on this machine
	$(BIN)/nurture serve journeys

# A test that failed is run once more, alone: docs/decisions.md says why. Only a run whose sole
# trouble is tests that failed (status 1) is given that; none that broke off or found no tests.
test: lint              ## everything that CI runs
	@rm -f .pytest_cache/v/cache/lastfailed
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -rs || { [ $$? = 1 ] \
	&& echo "== Tests failed. Those that did are RUN AGAIN, alone; a fault fails twice:" \
	&& $(BIN)/python -m pytest -n 0 -vv \
		--last-failed --last-failed-no-failures none \
	&& echo "== PASSED THE SECOND TIME: the tests listed above failed once, and passed alone."; }

lint: $(DEV)            ## formatting, lint, types, direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(DEV)           ## measure speed; goes on where a limit does not hold, and says so at the end
	@over=; for one in start simulate wave sweep live weight scale app schedule play checks; do \
		echo "== benchmarks/$$one.py"; \
		$(BIN)/python -u benchmarks/$$one.py || over="$$over $$one"; \
	done; test -z "$$over" || { echo "not all limits hold:$$over"; exit 1; }

# Each part by itself too: make soak-layout; make -k soak goes on where a part has found something.
SOAK = $(BIN)/python -m pytest -vv --hypothesis-profile=soak -n auto

soak: $(SOAKS) mutants  ## hours of looking: generated runs, and ten million contacts a cell

soak-accounts: $(DEV)   # the account of every contact of the samples
	NURTURE_SOAK=1 $(BIN)/python -m pytest -vv tests/report/test_report_account_agreement.py

soak-checks: $(DEV)     # what is proved, against runs
	$(SOAK) tests/checks

soak-files: $(DEV)      # files and texts read, written and saved
	$(SOAK) tests/files tests/model tests/text tests/contacts/test_contacts_read.py

soak-layout: $(DEV)     # pictures of any graph
	$(SOAK) tests/layout

soak-edits: $(DEV)      # any sequence of edits, undone and redone
	$(SOAK) tests/edit

soak-crashes: $(DEV)    # the app killed, some two hundred times
	NURTURE_SOAK=1 $(BIN)/python -m pytest -vv tests/screens/test_screens_crash.py

soak-keys: $(DEV)       # any keys in the app, 400 at a time
	$(SOAK) tests/screens/test_screens_any_keys.py tests/screens/test_screens_whole_journey.py

soak-calendar: $(DEV)   # waits, windows and closed days against the plain calendar
	$(SOAK) tests/simulation -k calendar

soak-engine: $(DEV)     # the engine against the reference, what always holds, and exact figures
	$(SOAK) tests/simulation -k "reference or properties or exact"

soak-expected: $(DEV)   # simulated shares against the exact ones
	$(BIN)/python benchmarks/expected.py

mutants: $(DEV)         ## break the engine on purpose, and see which tests notice
	$(BIN)/python tests/simulation/mutants.py

docs: $(DEV)            ## the README's pictures from the real app, the pages of the checks, the schemas
	$(BIN)/python docs/pictures.py
	$(BIN)/python docs/rules.py
	$(BIN)/python docs/schemas.py

$(APP): pyproject.toml constraints.txt
	$(if $(PYTHON),,$(error Python 3.11 or newer is needed; name one with make PYTHON=...))
	$(PYTHON) -m venv $(VENV)
	$(PIP) -e .
	touch $@

$(SERVE): $(APP)
	$(PIP) -e '.[serve]'
	touch $@

$(DEV): $(APP)
	$(PIP) -e '.[dev]'
	touch $@

clean:                  ## remove what the targets made
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
