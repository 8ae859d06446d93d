"""The business: leads, deals, contacts, companies, estimates, invoices, and how one becomes another."""
