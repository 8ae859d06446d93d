"""What does every page cost: time on the server, queries, bytes, and what the browser does with it?

The pages are those of tests/screens/table.py, with the demo data, then among 100,000 deals more, one of which has a
timeline of 2,000 entries, with what "Search and actions" answers there; on SQLite and PostgreSQL. The browser then
visits the real server: bytes of a first visit and of each further page, layout shift, and the time from the click on
"Invoice" to the drawn new form. Times are milliseconds; on a machine that others use too only medians and what they
are compared with mean something.
"""

from bench import both
from launch import chromium

if __name__ == "__main__":
    both.measure("measure_pages.py", SEGUE_DEMO="yes", EMAIL_URL="memorymail://", **chromium.find_or_install())
