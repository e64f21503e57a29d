"""Where the graph comes from: the bundled files, checked against their manifest, and imports."""
