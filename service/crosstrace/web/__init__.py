"""The HTTP service: REST, linked data, SPARQL and pages over one set of services."""
