"""The command `crosstrace`: thin mouths over the same functions the service calls."""
