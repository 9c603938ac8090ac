"""Who may void what over HTTP (Data 2.3.2 leaves it to the store): its own, or anything with the scope `all`."""

from collections.abc import Sequence

from xapi_store.http.refused import Refused
from xapi_store.models import Credential, Statement
from xapi_store.models.credential import Scope
from xapi_store.received import Received


def check_voidings(credential: Credential, received: Sequence[Received]) -> None:
    """403 for the voiding of what somebody else said, or of what is not there yet and somebody else might say."""
    targets = {one.target for one in received if one.voids and one.target}
    if not targets or credential.has((Scope.ALL,)):
        return
    there = dict(Statement.objects.filter(statement_id__in=targets).order_by().values_list("statement_id", "authority"))
    coming = {one.statement_id for one in received}
    if set(there.values()) - {credential.authority_id} or targets - there.keys() - coming:
        raise Refused(403, "This credential voids only the statements that it wrote itself.")
