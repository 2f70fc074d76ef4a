"""To and from the rest of the world: one module a format, named in the table of ``formats``."""
