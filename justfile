# Tasks for contributors. Each works in the environment that is active, or through `uv run just TASK`.

# Show the tasks.
default:
    @just --list

# Run all tests.
test *arguments:
    pytest {{ arguments }}

# Run the tests that are not slow: under two minutes.
quick *arguments:
    pytest -m "not slow" {{ arguments }}

# Check style, format, types, spelling, the generated pages and the documentation site.
lint:
    ruff check
    ruff format --check
    mypy
    codespell
    python docs/generate.py --check
    zensical build --clean --strict

# Write the generated pages again and build the documentation site.
docs:
    python docs/generate.py
    python docs/excerpts.py
    zensical build --clean --strict

# Run one benchmark: `just bench speakers ../shared/calls`.
bench name *arguments:
    python -m benchmarks.{{ name }} {{ arguments }}

# Write uv.lock and constraints.txt after a change of dependencies (needs uv).
lock:
    uv lock --quiet
    uv export --quiet --frozen --extra all --group dev --no-emit-project --no-hashes --no-header --no-annotate | sed 's/ ;.*//' > constraints.txt
    uv export --quiet --frozen --format cyclonedx1.5 --no-dev | python .ci/sbom.py > sbom.cdx.json

# Write the catalogues of texts again after a text that people read was changed; names how many have no translation.
messages:
    python scripts/messages.py
