"""The suite: it examines any implementation of a documented API, given a URL and credentials."""
