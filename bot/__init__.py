"""The machine: it knows no hazard and no language by name."""
