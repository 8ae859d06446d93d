"""What is typed into the fields that a company added to its items."""
