"""Template tags of the casus page."""
