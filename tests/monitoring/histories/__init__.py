"""Random histories through the real services on PostgreSQL, beside the model of the ladder."""
