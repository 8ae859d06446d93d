"""How long does an import take, how much memory, and does it keep others waiting? Leads with owner, phone, e-mail and
two custom fields from CSV, by one worker; while it runs, the answers of lists and items are timed as they are alone.

The number of rows stands behind the name of the benchmark: 100000 unless given.
"""

from bench import both

if __name__ == "__main__":
    both.measure("measure_imports.py")
