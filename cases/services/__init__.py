"""All writes of casework."""
