# Two commands: `make ui` and `make test`. Everything lives in .venv; nothing else on the machine is touched.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
EVAL := build/eval

.PHONY: ui test test-keeping test-rest test-page quick quick-half quick-rest eval baseline slim audit torture fuzz ray setup check fix clean

ui: $(READY)
	@$(BIN)/yinju status >/dev/null 2>&1 || $(BIN)/yinju index
	@$(BIN)/yinju serve

# Four jobs, three at a time (browsers wait more than they work), the longest first: most tests; those in a browser, then of models; those of the
# rooms that keep an index and open files (pyproject.toml names them), every branch of which is taken by their own tests, or it
# fails, watched at a cost that the others are spared; the checks. Each is told when it has ended, and all are run, whatever becomes of one.
PAGE := tests/web tests/report
MODELS := tests/embeddings --ignore=tests/embeddings/test_contextual.py
KEEPING := $(addprefix tests/,storage indexing documents retrieval test_edges.py embeddings/test_contextual.py)
SYNC := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)
test: $(READY)
	@$(MAKE) --no-print-directory --keep-going --jobs=3 $(SYNC) test-rest test-page test-keeping check

test-page: $(READY)
	$(BIN)/python -m pytest --durations=5 -m browser $(PAGE)
	$(BIN)/python -m pytest --durations=5 $(MODELS)

test-keeping: $(READY)
	$(BIN)/coverage run -m pytest --durations=10 $(KEEPING)
	$(BIN)/coverage report

test-rest: $(READY)
	$(BIN)/python -m pytest --durations=10 -m "not browser" $(addprefix --ignore=,$(KEEPING) tests/embeddings)

# What a change to one room needs, in seconds: `make quick` runs the fast tests of the rooms that differ from the last
# commit, `make quick ROOM=documents` those of that room, `make quick ROOM=` those of all.
ROOM ?= changed
FAST = $(BIN)/python -m pytest -m "not slow and not browser" --room="$(ROOM)"
quick: $(READY)
	@$(MAKE) --no-print-directory --keep-going --jobs=2 $(SYNC) quick-half quick-rest

HALF := $(filter-out %.py,$(KEEPING)) $(addprefix tests/,embeddings text question)
quick-half: $(READY)
	$(FAST) $(HALF) || [ $$? = 5 ]  # no test is of that room

quick-rest: $(READY)
	$(BIN)/ruff check .
	$(FAST) $(addprefix --ignore=,$(HALF)) || [ $$? = 5 ]

# The shipped questions on the shipped documents, against the committed baseline; the report is build/eval/report.html.
eval: $(EVAL)
	$(BIN)/yinju evaluate evals/seeds.jsonl --index $(EVAL)/index --strict \
	  --baseline evals/baseline.json --max-drop recall@5=0.01 --max-drop quote@1=0.01 \
	  --max-drop quote_precision=0.01 --max-drop abstain_f1=0.01 \
	  --json $(EVAL)/result.json --html $(EVAL)/report.html --junit $(EVAL)/junit.xml

# After a change that is meant: make this run the one that later ones are compared with.
baseline: $(EVAL)
	$(BIN)/yinju evaluate evals/seeds.jsonl --index $(EVAL)/index --strict --brief --json evals/baseline.json

.PHONY: $(EVAL)
$(EVAL): $(READY)
	$(BIN)/yinju index seeds --index $(EVAL)/index

# A slim install, in an environment of its own: index, ask and evaluate without torch, page and server.
SLIM := build/slim
slim:
	$(PYTHON) -m venv --clear $(SLIM)/venv
	$(SLIM)/venv/bin/pip install --quiet --no-deps --requirement constraints-slim.txt
	$(SLIM)/venv/bin/pip install --quiet --no-deps .
	YINJU_MODEL=static $(SLIM)/venv/bin/yinju index seeds --index $(SLIM)/index
	head -n 3 evals/seeds.jsonl > $(SLIM)/questions.jsonl
	$(SLIM)/venv/bin/yinju evaluate $(SLIM)/questions.jsonl --index $(SLIM)/index --html $(SLIM)/report.html

# The long job: builds killed at random moments, power cuts, every bit of an index flipped, asking through rebuilds. Hours.
torture: $(READY)
	$(BIN)/python -m benchmarks.torture --kills 10000 --power-cuts 100000 --every-bit
	$(BIN)/python -m benchmarks.soak

# Longer still: a million changed inputs to each reader and to every door, then the state machine. RUNS= makes it shorter.
RUNS ?= 1000000
EXAMPLES ?= 1000
fuzz: $(READY)
	$(BIN)/python -m benchmarks.fuzzing --runs $(RUNS) --findings build/fuzzing
	YINJU_EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest --hypothesis-profile=searching -m "hypothesis and not browser"

# A Ray cluster of two nodes on this machine reads and encodes; installs Ray (285 MB) beside the rest.
ray: $(READY)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[ray]'
	RAY_USAGE_STATS_ENABLED=0 $(BIN)/python -m pytest tests/indexing/test_ray.py

# Known faults of the libraries we use; asks the public advisories, so it needs the network.
audit: $(READY)
	$(BIN)/pip install --quiet pip-audit
	$(BIN)/pip-audit --requirement constraints.txt --no-deps --disable-pip

setup: $(READY)

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/ruff check --preview --select DOC201,DOC402,DOC501 --extend-exclude tests .
	$(BIN)/pydoclint qa embeddings ui.py benchmarks examples
	$(BIN)/mypy

fix: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $(READY)

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache
