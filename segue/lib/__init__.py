"""Plain Python that knows nothing of the business: money, dates, text, phones, numbers on papers, rich text."""
