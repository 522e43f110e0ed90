"""`python -m mockserver` does what `mockserver` does."""

from mockserver.cli import main

# Processes that this one starts import it again, under another name.
if __name__ == "__main__":
    main(prog_name="mockserver")
