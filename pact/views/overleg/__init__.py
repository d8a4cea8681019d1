"""The pages of meetings: planned, held, agreed; and what was agreed in them."""
