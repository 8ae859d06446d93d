"""Every screen of the product: which there are, how one gets there, and how they are photographed."""
