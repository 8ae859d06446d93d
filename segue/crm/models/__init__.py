"""The tables of the business."""

from .client import Client, Employment
from .contact_point import ContactPoint
from .conversion import Conversion, ConversionRecord
from .merge import Merge, Merged, Suspect
from .not_duplicate import NotDuplicate
from .papers import Estimate, Invoice
from .parties import BillingDetails, Company, Contact
from .product import Measure, Product, TaxRate
from .product_row import ProductRow
from .sales import Deal, Lead

__all__ = [
    "BillingDetails", "Client", "Company", "Contact", "ContactPoint", "Conversion", "ConversionRecord", "Deal",
    "Employment", "Estimate", "Invoice", "Lead", "Measure", "Merge", "Merged", "NotDuplicate", "Product", "ProductRow",
    "Suspect", "TaxRate",
]  # fmt: skip
