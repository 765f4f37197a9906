# Everything a person or a machine does here. `make setup` runs by itself where it is needed.
.DEFAULT_GOAL := help
PYTHON3 ?= python3
BIN := .venv/bin
export CITYSTAGE_HOME ?= $(CURDIR)/.local

help: ## these lines
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 20

setup: ## Python, packages, assets and translations; once, then in a moment
	@$(PYTHON3) scripts/bootstrap.py

run: setup ## the demonstration at http://127.0.0.1:8000 (PORT=, CITYSTAGE_HOME=)
	@CITYSTAGE_DEMO=1 exec $(BIN)/citystage up

test: setup ## the tests (ARGS= for pytest)
	@$(BIN)/python -m pytest $(ARGS)

check: setup ## all that must hold before a change is taken
	@PATH="$(CURDIR)/$(BIN):$$PATH" bash scripts/check.sh

bench: setup ## the figures, one JSON line each
	@for file in bench/[a-z]*.py; do $(BIN)/python "$$file" || exit 1; done

screenshots: setup ## the pictures of the README
	@$(BIN)/python scripts/screenshots.py

messages: setup ## renew the translation catalogue from the sources
	@$(BIN)/python scripts/messages.py

lock: setup ## renew the hashed requirements
	@for name in base dev bench; do $(BIN)/uv pip compile --quiet --universal --python-version 3.12 \
	  --generate-hashes --no-header --no-annotate requirements/$$name.in -o requirements/$$name.txt; done
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-header \
	  --no-annotate --override requirements/model.overrides requirements/model.in -o requirements/model.txt

stop: ## stop the site and the embedded database
	@test ! -x $(BIN)/citystage || $(BIN)/citystage stop

.PHONY: help setup run test check bench screenshots messages lock stop
