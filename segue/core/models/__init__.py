"""The tables every item type shares."""

from .activity import Activity, Binding
from .audit_entry import AuditEntry
from .blob import Attachment, Blob
from .card_fields import CardFields
from .currency import Currency
from .custom_field import CustomField, CustomFieldOption, CustomKey, CustomReference
from .custom_index import CustomIndex
from .department import Department
from .directory import DirectoryValue
from .form_view import FormView
from .handover import Handover
from .item import Item, ItemQuerySet
from .job import Job, JobResult
from .link import Link
from .notice import Notice
from .number import NumberCounter, Numbering
from .observer import Observer
from .outbox import OutboxEntry
from .pipeline import Pipeline, Stage
from .preference import Preference
from .presence import Presence
from .provider_account import ProviderAccount
from .required_field import RequiredField
from .role import Destination, Grant, Role, RoleMember
from .saved_view import ListChoice, SavedView
from .stage_change import StageChange
from .timeline_entry import TimelineEntry
from .user import User

__all__ = [
    "Activity", "Attachment", "AuditEntry", "Binding", "Blob", "CardFields", "Currency", "CustomField",
    "CustomFieldOption", "CustomIndex", "CustomKey", "CustomReference", "Department", "Destination", "DirectoryValue",
    "FormView", "Grant", "Handover", "Item", "ItemQuerySet", "Job", "JobResult", "Link", "ListChoice", "Notice",
    "NumberCounter", "Numbering", "Observer", "OutboxEntry", "Pipeline", "Preference", "Presence", "ProviderAccount",
    "RequiredField", "Role", "RoleMember", "SavedView", "Stage", "StageChange", "TimelineEntry", "User",
]  # fmt: skip
