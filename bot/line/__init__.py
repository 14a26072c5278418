"""Everything that speaks with LINE: what arrives, what is sent, and what LINE accepts."""
