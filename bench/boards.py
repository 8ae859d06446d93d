"""What does a board of deals cost: the page that is there first, further cards of a column, counts and sums?

With a great many deals over all stages and three currencies, for somebody who sees everything and
for somebody who sees those of a department; on SQLite and PostgreSQL. Times are milliseconds.
"""

from bench import both

if __name__ == "__main__":
    both.measure("measure_boards.py", EMAIL_URL="memorymail://")
