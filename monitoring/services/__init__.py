"""Writing escalations and answers."""
