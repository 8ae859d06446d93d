"""The pages of the settings: every one needs the settings right."""
