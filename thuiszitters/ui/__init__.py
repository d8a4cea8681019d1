"""How things look and read: template tags, form renderer, Dutch dates. Knows nothing of any app."""
