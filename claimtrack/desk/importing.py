"""Taking what a file says into the ledger: all of it is checked before any of it is written."""
