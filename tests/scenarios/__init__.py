"""Long stories in plain words, and the failures of other products, each by the name of its row: `..._d11`."""
