PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test run bench lock lint clean
demo: .venv/ready
	$(BIN)/bot demo

run: .venv/ready
	$(BIN)/bot run

test: .venv/ready lint
	$(BIN)/pytest -q

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/ready
	$(BIN)/pytest -q tests/benchmarks --benchmark-only --benchmark-columns=min,median,rounds -p no:xdist

lock: .venv/ready
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 --extra postgres -q --upgrade -o requirements.txt pyproject.toml
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 --extra postgres --group dev -q -c requirements.txt -o requirements-dev.txt pyproject.toml

.venv/ready: requirements-dev.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

clean:
	rm -rf .venv build demo-output *.egg-info
