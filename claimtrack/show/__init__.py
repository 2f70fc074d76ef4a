"""What people see and what scripts read: tables, cards and records of what the desk returns."""
