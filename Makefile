# Needs GNU make 3.81 or newer and Python 3.11 or newer. All else is made here:
# the packages in .venv, the data of the demo in .local.

VENV := .venv
PY := $(VENV)/bin/python
LOCAL := $(VENV)/.installed-local
DEV := $(VENV)/.installed-dev
SERVICES := -m thuiszitters.local
UV ?= .tools/bin/uv
COMPILE := pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-header --no-annotate -q pyproject.toml
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps

# The recipes of `run`, `test`, `bench` and `faults` replace their shell by `exec`, so that a signal to make
# reaches the launcher itself.

help:
	@echo 'make run     de demo: installeren, starten en openhouden; stoppen met Ctrl-C'
	@echo 'make test    alle tests; ARGS="-k woord" geeft pytest iets mee'
	@echo 'make setup   alleen installeren'
	@echo 'make bench   metingen van de snelheid'
	@echo 'make histories  willekeurige geschiedenissen naast de trage regel; N=1000000 SEED=1'
	@echo 'make faults  processen doden, pauzeren en afsnijden; N=1000 SEED=7'
	@echo 'make lint    alle controles van de code'
	@echo 'make format  code netjes zetten'
	@echo 'make docs    docs/configuration.md opnieuw schrijven'
	@echo 'make pictures  de plaatjes van de handleiding opnieuw maken'
	@echo 'make lock    requirements/*.txt opnieuw vastleggen'
	@echo 'make reset   de gegevens van de demo weggooien'
	@echo 'make clean   het geinstalleerde en alle tussenresultaten weggooien'
	@echo
	@echo 'PYTHON=python3.12 kiest een andere Python, PORT=9000 een andere poort.'

setup: $(LOCAL)

run: $(LOCAL)
	@exec $(PY) $(SERVICES) run

lint pictures test: export DJANGO_SETTINGS_MODULE = thuiszitters.settings.test
test: $(DEV)
	@$(PY) -m thuiszitters.local.browser
	@exec $(PY) $(SERVICES) --ephemeral $(PY) -m pytest -n auto $(ARGS)

pictures: export HANDLEIDING = 1
pictures: $(DEV)
	@$(PY) -m thuiszitters.local.browser
	@exec $(PY) $(SERVICES) --ephemeral $(PY) -m pytest -n 0 tests/e2e/test_pact_walk.py

histories: $(DEV)
	@exec $(PY) $(SERVICES) --ephemeral $(PY) -m tests.monitoring.histories \
		$(if $(N),N=$(N)) $(if $(SEED),SEED=$(SEED)) $(ARGS)

bench: $(DEV)
	@exec $(PY) $(SERVICES) --ephemeral $(PY) -m tests.bench $(ARGS)

faults: $(DEV)
	@exec $(PY) -m tests.faults $(if $(N),N=$(N)) $(if $(SEED),SEED=$(SEED)) $(ARGS)

lint: export DJANGO_SETTINGS_MODULE = thuiszitters.settings.test
lint: $(DEV)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy .
	$(VENV)/bin/lint-imports
	$(PY) -m djlint templates --lint
	$(PY) $(SERVICES) --ephemeral sh -ec '\
		$(PY) manage.py check; \
		$(PY) manage.py makemigrations --check --dry-run; \
		$(PY) manage.py lintmigrations'

format: $(DEV)
	$(PY) -m ruff check --fix-only .
	$(PY) -m ruff format .

docs: $(LOCAL)
	$(PY) -m thuiszitters.settings.env > docs/configuration.md

reset: $(LOCAL)
	@$(PY) $(SERVICES) reset

clean:
	rm -rf $(VENV) .tools .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	rm -rf test-results staticfiles .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Each list builds on the one before, so that all of them agree on every version.
lock: $(filter .tools/%,$(UV))
	$(UV) $(COMPILE) -o requirements/base.txt
	$(UV) $(COMPILE) --extra local -c requirements/base.txt -o requirements/local.txt
	$(UV) $(COMPILE) --extra local --extra dev -c requirements/local.txt -o requirements/dev.txt

.tools/bin/uv:
	@$(MAKE) --no-print-directory venv-at-.tools
	.tools/bin/python -m pip install --quiet --disable-pip-version-check uv

$(LOCAL): requirements/local.txt $(PY)
	@echo 'Pakketten installeren; dat duurt de eerste keer een minuut'
	@$(PY) $(PIP_INSTALL) -r requirements/local.txt
	@touch $@

$(DEV): requirements/dev.txt $(PY)
	@echo 'Pakketten om te testen installeren; dat duurt de eerste keer een paar minuten'
	@$(PY) $(PIP_INSTALL) -r requirements/dev.txt
	@touch $@

$(PY):
	@$(MAKE) --no-print-directory venv-at-$(VENV)

venv-at-%:
	@found=; bare=; \
	for python in $(or $(PYTHON),python3.13 python3.12 python3.11 python3); do \
		command -v "$$python" >/dev/null 2>&1 || continue; \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		if "$$python" -c 'import ensurepip, venv' 2>/dev/null; then found=$$python; break; fi; \
		bare=$$python; \
	done; \
	if [ -n "$$found" ]; then \
		echo "Python-omgeving maken in $* met $$found"; \
		exec "$$found" -m venv --clear $*; \
	elif [ -n "$$bare" ]; then \
		echo "$$bare kan geen omgeving maken: installeer venv (Debian en Ubuntu: apt-get install python3-venv)." >&2; \
	else \
		echo 'Python 3.11 of nieuwer is nodig en niet gevonden$(if $(PYTHON), (PYTHON=$(PYTHON))). Zet PYTHON op het programma.' >&2; \
	fi; \
	exit 1

.PHONY: help setup run test bench histories faults lint format docs pictures reset clean lock
