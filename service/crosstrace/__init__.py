"""Crosstrace: NIST SP 800-218A as linked data, served, judged and traced."""

__version__ = "0.4.0"
