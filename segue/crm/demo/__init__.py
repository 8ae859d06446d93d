"""What does a newcomer find in Segue? A small firm in the middle of its work: data are tables, what happened is told.

Tables: `products`, `firms`, `people`, `inquiries`, `sales`, `papers`, `remarks`. Told from them: `leads`, `deals`,
`bills`, `chains`. `load` puts all of it into an empty database.
"""
