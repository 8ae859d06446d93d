"""What can be done to many items at once: looked at first, done in the background, taken back as a whole."""
