"""What a desk knows: claims as lists of entries, sources and parties. No input or output."""
