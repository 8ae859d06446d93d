"""What every item has: type, owner, stage, rights, history and links; it knows nothing of the business above."""
