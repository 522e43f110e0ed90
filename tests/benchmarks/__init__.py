"""How fast the mock is, measured beside others in the same minutes: `python -m tests.benchmarks`."""
