# make report | make test | make check | make lab | make dash: each sets up .venv from its lock when it is missing
# or stale.

PYTHON ?= python3
# uv, pip, or a release of pip such as pip==23.0.1, which is fetched first.
INSTALLER ?= $(if $(shell command -v uv),uv,pip)
BIN := .venv/bin
READY := .venv/.ready
READY_DEV := .venv/.ready-dev

.PHONY: report setup test check test-browser coverage lab dash figures notebooks readme-picture peers lock clean
report: $(READY)
	@$(BIN)/analysis run

setup: $(READY_DEV)

# Everything but the browser.
# Three processes for two cores, since some tests wait: for the next minute of cron, or for a limit of time.
test: $(READY_DEV)
	$(call checked,--nbval -n 3 --no-loadscope-reorder --ignore tests/browser)

# Numbers and readings, which need no kernel and no chart, for the time between two edits.
check: $(READY_DEV)
	$(call checked,-q -n 2 --dist load tests/core tests/extraction tests/documents tests/claims tests/models src)

# Types are checked while the tests run, since mypy uses one core. Only what it finds is printed, at the end.
# Tests start many processes: without bytecode each of them would compile the package, pytest's plugins and the tests.
define checked
	@$(BIN)/python -m compileall -qq src
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy > .venv/types.txt 2>&1 & types=$$!; \
	  PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -p warmkernels.early_jsonschema $(1); tests=$$?; \
	  wait $$types; types=$$?; [ $$types = 0 ] || cat .venv/types.txt; \
	  [ $$tests = 0 ] && [ $$types = 0 ]
endef

# Pages, JupyterLab and the dashboard in a browser. Without a Chromium these tests are skipped, and say so.
test-browser: $(READY_DEV)
	@$(BIN)/pytest -n 2 tests/browser

coverage: $(READY_DEV)
	@$(BIN)/pytest --nbval -n 2 --cov --cov-report=term

# The settings do not ask whether to fetch news.
lab: $(READY_DEV)
	@JUPYTER_CONFIG_PATH=$(CURDIR)/share/jupyter $(BIN)/jupyter lab --notebook-dir=notebooks --LabApp.news_url=None

# The template is that of voila without what it fetches from elsewhere.
dash: $(READY_DEV)
	@JUPYTER_PATH=share/jupyter $(BIN)/voila notebooks/explore.ipynb --template=metals

# Derived files that are committed: rebuilt here, and tests say when they are stale.
figures: $(READY)
	@$(BIN)/analysis extract seeds --out data/figures.csv

notebooks: $(READY_DEV)
	@$(BIN)/analysis accept --yes

# Needs Chromium.
readme-picture: $(READY_DEV)
	@$(BIN)/python -m tests.report.readme_picture

# What benchmarks/ compares the project with.
peers: $(READY_DEV)
	$(call install,benchmarks/requirements.txt)

# The locks name no index: hashes bind the files, whichever registry serves them. Extras are kept, or else pip before
# 23.1 takes "coverage[toml]" for a package without a pin; it also wants them spelled as whoever asks for them does.
# All three locks hold the same versions. Without newer releases: make lock UPGRADE=
UPGRADE ?= --upgrade
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras \
  --no-header --no-emit-index-url --no-emit-find-links --quiet
lock:
	@$(LOCK) pyproject.toml --all-extras --group build $(UPGRADE) --output-file requirements-dev.txt
	@cp requirements-dev.txt requirements.txt
	@$(LOCK) pyproject.toml --group build --output-file requirements.txt
	@for lock in requirements.txt requirements-dev.txt; do \
	  sed 's/^lxml\[html-clean\]/lxml[html_clean]/' $$lock > $$lock.new && mv $$lock.new $$lock || exit; done
	@$(LOCK) benchmarks/requirements.in --constraint requirements-dev.txt --no-emit-package docopt $(UPGRADE) \
	  --output-file benchmarks/requirements.txt

clean:
	@rm -rf .venv reports

# Exactly the files of a lock: without --no-deps, an installer looks for dependencies and may prefer newer releases.
# pip uses one core, so two of it take half of the lock each. Byte-compiled once, on all cores, but for a third
# that no report imports: a kernel that must compile its libraries starts at almost half the speed.
define install
	@case '$(INSTALLER)' in \
	  uv) uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r $(1) ;; \
	  *) awk '/^[a-z0-9]/ {n++} {print > (".venv/half" n % 2 ".txt")}' $(1) && \
	    printf '%s\n' .venv/half0.txt .venv/half1.txt | xargs -n 1 -P 2 $(PIP) --no-compile --require-hashes -r ;; \
	esac
	@$(BIN)/python -m compileall -qq -j 0 -x '$(UNUSED)' .venv/lib src || true
endef
UNUSED := /(tests?|pip|setuptools|pkg_resources|fontTools|lexers|debugpy|prompt_toolkit|wcwidth)/
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps

# What a report needs. What builds the package is in the lock as well, so that nothing else is fetched for it.
$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; }
	@echo "setting up .venv from requirements.txt" >&2
	@case '$(INSTALLER)' in \
	  uv) uv venv --quiet --allow-existing --no-python-downloads --python $(PYTHON) .venv ;; \
	  pip) $(PYTHON) -m venv .venv ;; \
	  *) $(PYTHON) -m venv .venv && $(PIP) --upgrade '$(INSTALLER)' ;; \
	esac
	$(call install,requirements.txt)
	@case '$(INSTALLER)' in \
	  uv) uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable . ;; \
	  *) $(PIP) --no-build-isolation --editable . ;; \
	esac
	@touch $@

# And the rest: tests, types, JupyterLab, the dashboard. An environment that uv has made has no pip of its own.
$(READY_DEV): requirements-dev.txt $(READY)
	@echo "adding to .venv from requirements-dev.txt" >&2
	@[ '$(INSTALLER)' = uv ] || $(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv .venv
	$(call install,requirements-dev.txt)
	@touch $@
