"""The pages for people: rendered here, without a script, from the same calls as the API."""
