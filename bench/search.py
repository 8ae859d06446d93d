"""What does a search cost among a million items of all types, on SQLite and PostgreSQL?

`--rows 100000` for fewer, which is what SQLite is for. The question is that of the palette and of the search page:
found, ranked, the best read. Times are milliseconds.
"""

from bench import both

if __name__ == "__main__":
    both.measure("measure_search.py")
