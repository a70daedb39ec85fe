# Evertill: make run, make test.  Everything else is for those who change it.

.PHONY: run setup test-packages test cases check bench campaign simulate mutants lock \
    screenshots peers test-peers

PY := .venv/bin/python
OUT ?= out/demo
UV_VERSION := 0.13.9

# The shop of the demo: a window when there is a display, else the same day offscreen.
run: setup
	$(PY) main.py demo --out $(OUT)

# Prepares .venv; does nothing the second time.
setup:
	@PYTHON="$(PYTHON)" scripts/setup.sh

# What only tests want, PostgreSQL for one; where it cannot be had, they are skipped.
test-packages: setup
	@scripts/test_packages.sh

# All tests but the long ones, with coverage; three processes, because many tests wait
# for something while two cores have work for others.
test: setup test-packages
	@scripts/test.sh -n 3 $(TESTS)

# The given cases beside this folder, or CASES=DIR, and what became of each family.
cases: setup
	$(PY) -m pytest tests/cases -q $(if $(CASES),--cases $(CASES))

# The programs of others in scripts/peers.txt, into .peers; Debian packages as root.
peers: setup
	@scripts/peers.sh

# Our drivers and simulators against them; fails when one is missing.
test-peers: setup
	@scripts/test_peers.sh $(TESTS)

# Format, lint, types, import contracts.
check: setup
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports

# Speed on this machine beside its floors.
bench: setup
	$(PY) main.py bench commit
	$(PY) main.py bench start
	$(PY) main.py bench scan

# The long tests: kills, crash states, the whole log.
campaign: setup test-packages
	QT_QPA_PLATFORM=$${QT_QPA_PLATFORM:-offscreen} $(PY) -m pytest -m campaign
	$(PY) -m pytest -q -n 2 --hypothesis-profile thorough tests/unit/terminal/domain tests/unit/sync/protocol

# Histories of a whole chain with faults, from seeds: SEEDS=1000, FIRST=0, JOBS=2, or
# one SEED=7 (TRACE=1: line by line).
SEEDS ?= 1000
FIRST ?= 0
JOBS ?= 2
simulate: setup
	$(PY) -m tests.simulation.simulate --seeds $(SEEDS) --first $(FIRST) --jobs $(JOBS) \
	    $(if $(SEED),--seed $(SEED)) $(if $(LONG),--long $(LONG)) $(if $(TRACE),--trace)

# Seeded bugs, each of which its layer must see; DIR adds patches of others.
mutants: setup
	$(PY) -m tests.simulation.kill_mutants $(DIR)

# Pictures of the demo's day, for docs/images.
screenshots: setup
	$(PY) main.py demo --headless --out out/screenshots

# The only way to change requirements.lock.  It names no index: pip's setting does.
lock: setup
	$(PY) -m pip install --quiet uv==$(UV_VERSION)
	$(PY) -m uv pip compile --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header --no-annotate --quiet $(LOCK_OPTIONS) \
	    -o requirements.lock requirements.in requirements-dev.in
