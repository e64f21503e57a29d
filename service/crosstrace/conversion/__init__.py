"""What turns others' files into graphs: checked JSON, a graph built node by node, losses."""
