"""Real PostgreSQL and Valkey on one machine, for trying out, developing and testing.

Nothing here is used in production, and nothing here needs Django to be configured.
"""
