"""Programs that others wrote, at work on our specs and on the mock."""
