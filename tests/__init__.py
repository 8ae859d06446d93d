"""Tests mirror segue/ room by room; scenarios/ tells long stories, browser/ clicks, architecture/ guards the house."""
