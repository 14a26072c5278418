"""Round trips of words: to sheets that translators fill in, and back, without losing anybody's work."""
