# The words of the house; `make` alone lists them. Everything real is in the `atrium` command and infra/setup.
.DEFAULT_GOAL := help
.PHONY: help setup run test check bench reset openapi template doctor chaos planted-bugs
MAKEFLAGS += --no-print-directory
# Where a machine forbids Python its bytecode, each of our many processes would compile 2,000 modules before its first line.
unexport PYTHONDONTWRITEBYTECODE

# The first of these that runs (a version manager may put names on PATH that don't); PYTHON=... chooses another.
PYTHON ?= $(shell for name in python3.12 python3.11 python3; do $$name -c '' 2>/dev/null && echo $$name && break; done)
ATRIUM := .venv/bin/atrium

help:
	@echo "make setup         .venv, locked packages, front end; done again only where something changed"
	@echo "make run           the whole product with two demo brokers; Ctrl-C stops it, data stays"
	@echo "make test          the whole test suite, a real browser included (ARGS=\"tests/ledger -x\" for a part)"
	@echo "make check         ruff, mypy, djlint, import rules, missing migrations, API description"
	@echo "make bench         all benches; one of them by its name:"
	@for file in infra/bench/bench_*.py; do \
	  test -e "$$file" || continue; name=$$(basename "$$file" .py | sed 's/^bench_//; s/_/-/g'); \
	  printf 'make bench-%-7s %s\n' "$$name" "$$(sed -n '1s/^"""//; 1s/"""$$//; 1p' "$$file")"; done
	@echo "make chaos         10,000 random histories, 60 killed servers, a night of faults over the demo; then verify"
	@echo "make planted-bugs  bugs planted in the ledger one by one, each found by its test"
	@echo "make reset         throw away what make run keeps under var/"
	@echo "make doctor        what is missing or misconfigured here"
	@echo "make openapi       write api/openapi.yaml anew"
	@echo "make template      write the SQL template of a broker's schema anew"
	@echo
	@echo "DATABASE_URL and REDIS_URL, where set, take the place of the servers under var/."

setup:
	@$(call need_python)
	@$(PYTHON) infra/setup

# What every other word needs; says nothing when there is nothing to do.
.PHONY: ready
ready:
	@$(call need_python)
	@$(PYTHON) infra/setup --quiet

run: ready
	@exec $(ATRIUM) run

test:
	@$(call need_python)
	@$(PYTHON) infra/setup --quiet --with-chromium
	@ATRIUM_TEST_WORKERS=2 .venv/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

check: ready
	@$(ATRIUM) check

bench: ready
	@$(ATRIUM) bench all

bench-%: ready
	@$(ATRIUM) bench $*

# HISTORIES, KILLS and SECONDS bound it: `make chaos HISTORIES=500 KILLS=5 SECONDS=60`. Two hours at most for its tests.
chaos: ready
	@ATRIUM_TEST_WORKERS=2 ATRIUM_HISTORIES=$(or $(HISTORIES),10000) .venv/bin/python -m pytest -q -n 2 --dist loadfile \
	  -o timeout=7200 tests/ledger/test_history_against_model.py
	@ATRIUM_KILLS=$(or $(KILLS),60) .venv/bin/python -m pytest -q -s -o timeout=7200 tests/ledger/test_killed_server.py
	@$(ATRIUM) chaos --seconds $(or $(SECONDS),180)

planted-bugs: ready
	@.venv/bin/python -m tests.ledger.run_planted $(ARGS)

reset: ready
	@$(ATRIUM) reset

doctor: ready
	@$(ATRIUM) doctor

openapi: ready
	@$(ATRIUM) openapi

template: ready
	@$(ATRIUM) template

define need_python
test -n "$(PYTHON)" || { echo "Atrium needs Python 3.11 or 3.12, and none is on PATH. Install one (Debian: apt-get install python3 python3-venv)."; exit 1; }
endef
