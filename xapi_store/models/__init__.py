from xapi_store.models.activity import Activity
from xapi_store.models.audit_entry import AuditEntry, Deed
from xapi_store.models.authority import Authority
from xapi_store.models.credential import Credential
from xapi_store.models.document import Document
from xapi_store.models.forwarding_refusal import ForwardingRefusal
from xapi_store.models.link import Link
from xapi_store.models.reference import Reference
from xapi_store.models.reference_link import ReferenceLink
from xapi_store.models.secret import Secret
from xapi_store.models.statement import Statement, StatementQuerySet
from xapi_store.models.target import ForwardingTarget

__all__ = [
    "Activity",
    "AuditEntry",
    "Authority",
    "Credential",
    "Deed",
    "Document",
    "ForwardingRefusal",
    "ForwardingTarget",
    "Link",
    "Reference",
    "ReferenceLink",
    "Secret",
    "Statement",
    "StatementQuerySet",
]
