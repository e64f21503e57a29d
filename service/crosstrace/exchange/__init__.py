"""What comes in and goes out as files: mapping sets, and whole crosswalk tables."""
