"""Documents: what a report says, and one renderer a format. No renderer knows a report."""
