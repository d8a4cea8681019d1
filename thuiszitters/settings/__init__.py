"""Settings: base, and one thin module per environment."""
