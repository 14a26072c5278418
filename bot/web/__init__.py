"""The web edge: read, call one function, answer."""
