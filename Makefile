# make report | make test | make check | make lab | make dash: each sets up .venv from the lock when it is missing or stale.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: report test check test-browser coverage lab dash figures notebooks lock clean
report: $(READY)
	@$(BIN)/analysis run

# Everything. Without a Chromium the tests of pages in a browser are skipped, and say so.
test: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/pytest --nbval -n 2 --no-loadscope-reorder

# What needs no kernel and no browser, for the time between two edits.
check: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/pytest -q -n 2 --dist load tests/models tests/text tests/verification tests/show tests/test_[fiu]*.py \
	  tests/test_named_figures.py tests/test_references.py tests/test_scenarios.py src

test-browser: $(READY)
	@$(BIN)/pytest tests/browser

coverage: $(READY)
	@$(BIN)/pytest --nbval -n 2 --cov --cov-report=term

lab: $(READY)
	@$(BIN)/jupyter lab --notebook-dir=notebooks --LabApp.news_url=

# The template is that of voila without what it fetches from elsewhere.
dash: $(READY)
	@JUPYTER_PATH=share/jupyter $(BIN)/voila notebooks/explore.ipynb --template=metals

# Derived files that are committed: rebuilt here, and tests say when they are stale.
figures: $(READY)
	@$(BIN)/analysis extract seeds --out data/figures.csv

notebooks: $(READY)
	@$(BIN)/analysis accept --yes

# The lock names no index: hashes bind the files, whichever registry serves them.
lock:
	@uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-emit-index-url --no-emit-find-links --upgrade --quiet --output-file requirements.txt
	@uv pip compile benchmarks/requirements.in --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-emit-index-url --no-emit-find-links --upgrade --quiet --output-file benchmarks/requirements.txt

clean:
	@rm -rf .venv reports

# Byte-compiled once here: a kernel that must compile its libraries starts at almost half the speed.
$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; }
	@echo "setting up .venv from requirements.txt" >&2
	@if command -v uv >/dev/null; then \
	  uv venv --quiet --allow-existing --no-python-downloads --python $(PYTHON) .venv && \
	  uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements.txt && \
	  uv pip install --quiet --python $(BIN)/python --no-deps --editable .; \
	else \
	  $(PYTHON) -m venv .venv && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .; \
	fi
	@$(BIN)/python -m compileall -q src
	@touch $@
