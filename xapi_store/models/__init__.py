from xapi_store.models.authority import Authority
from xapi_store.models.link import Link
from xapi_store.models.reference import Reference
from xapi_store.models.secret import Secret
from xapi_store.models.statement import Statement, StatementQuerySet

__all__ = ["Authority", "Link", "Reference", "Secret", "Statement", "StatementQuerySet"]
