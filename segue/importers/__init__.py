"""How files come in: which column is which field, what each row becomes, and how all of it is taken back."""
