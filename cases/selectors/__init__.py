"""Reading casework."""
