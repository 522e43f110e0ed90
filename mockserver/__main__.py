"""`python -m mockserver` does what `mockserver` does."""

from mockserver.cli import main

main(prog_name="mockserver")
