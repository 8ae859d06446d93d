"""How does each thing look in words? Functions that turn what we know into what the template components show."""
