"""The fields a company adds to its items: kinds, definitions, values."""
