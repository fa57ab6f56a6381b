PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip install -q --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile --universal --generate-hashes --no-annotate --no-header \
	--python-version 3.11 --extra postgres --extra baostock --group build -q

.PHONY: demo run test lint bench replies sources eval tour fuzz chaos delivery-costs lock clean

demo: .venv/ready
	$(BIN)/bot demo

run: .venv/ready
	$(BIN)/bot run

test: lint
	$(BIN)/pytest -q

lint: .venv/ready-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/ready-for-tests
	$(BIN)/pytest -q tests/benchmarks -n 0 --benchmark-only --benchmark-columns=min,median,rounds

# Replies out of a store of 100,000 reports, which it makes first; many minutes.
replies: .venv/ready-for-tests
	$(BIN)/python -m tests.benchmarks.replies --write

# The demonstration's year through akshare, its sources played, beside the recording: the same figures, month by month.
sources: .venv/ready-for-tests
	PICKWATCH_WHOLE_YEAR=1 $(BIN)/pytest -q -n 0 --timeout 3600 tests/integration/test_same_figures.py

# How much is read of the annotated reports, where they lie beside the checkout.
eval: .venv/ready-for-tests
	$(BIN)/python -m tests.eval

# Every screen in both languages as HTML and PNG in tour-output/, by an installed Chromium; some minutes.
tour: .venv/ready-for-tests
	$(BIN)/python -m tests.tour

# A thousand damaged PDFs through the reading worker, two hundred walks over the whole bot, and every command with
# every kind of text; half an hour.
fuzz: .venv/ready-for-tests
	$(BIN)/python -m tests.fuzz 1000
	$(BIN)/python -m tests.fuzz.taps 200
	PICKWATCH_WHOLE_TABLE=1 $(BIN)/pytest -q -n 0 --timeout 600 tests/integration/tg/test_bad_input.py

# The bot killed 200 times on each database, PostgreSQL's connections cut 50 times: once while reports are read and told,
# once while rules are crossed; then its database locked for half a minute. About an hour.
chaos: .venv/ready-for-tests
	$(BIN)/python -m tests.chaos 200 50
	PICKWATCH_LOCKED_SECONDS=30 $(BIN)/pytest -q -n 0 --timeout 300 tests/e2e/test_trouble.py

# What delivery costs on both databases, beside the client alone; a quarter of an hour.
delivery-costs: .venv/ready-for-tests
	$(BIN)/python -m tests.benchmarks.delivery_costs

lock: .venv/ready-for-tests
	$(COMPILE) --upgrade -o requirements.txt pyproject.toml
	$(COMPILE) --group dev -c requirements.txt -o requirements-dev.txt pyproject.toml

.venv/ready: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements.txt
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@

.venv/ready-for-tests: .venv/ready requirements-dev.txt
	$(PIP) --require-hashes -r requirements-dev.txt
	touch $@

clean:
	rm -rf .venv build demo-output tour-output chaos-output *.egg-info
