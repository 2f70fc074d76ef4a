"""The use cases: open a claim, add evidence, decide, look things up."""
