"""Stories in a real browser, told by the names that people and screen readers go by."""
