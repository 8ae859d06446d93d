"""The pages: how people use Segue in a browser."""
