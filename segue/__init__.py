"""Segue: a self-hosted CRM in which a lead becomes a deal, an estimate and an invoice without copying by hand."""
