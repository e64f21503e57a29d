"""RDF in and out: the syntaxes, the one parser for clients' bytes, and the serialisers."""
