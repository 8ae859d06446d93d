"""How long does one worker take to make deals of many leads, and to take them back? 10,000, or as many as said.

In process on SQLite and PostgreSQL, each lead in a transaction of its own; PostgreSQL waits for the disk each time.
"""

from bench import both

if __name__ == "__main__":
    both.measure("measure_many.py")
