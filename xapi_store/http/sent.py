"""What a PUT or POST of statements holds: their texts, and the bytes of their attachments (Communication 1.5)."""

from collections.abc import Sequence

from xapi_store.attachments import is_hash_of, keep_content
from xapi_store.configuration import configuration
from xapi_store.http.refused import Refused
from xapi_store.http.request import XapiRequest
from xapi_store.multipart import NotMultipart, Part, read_parts
from xapi_store.received import Received
from xapi_store.signature import SIGNATURE, check_signature
from xapi_store.spec.refusal import StatementRefused


def split_body(request: XapiRequest) -> tuple[bytes, list[Part]]:
    """The JSON, and the parts that follow it; 400 for any other type of content."""
    call = request.call
    if call.content_type == "application/json":
        return call.body, []
    if call.content_type != "multipart/mixed":
        raise Refused(400, "Statements are sent as application/json or multipart/mixed.")
    try:
        first, *others = read_parts(call.headers["content-type"], call.body)
    except NotMultipart as error:
        raise Refused(400, str(error)) from None
    if first.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused(400, "The first part is the statements, as application/json.")
    return first.content, others


def match_attachments(received: Sequence[Received], parts: Sequence[Part]) -> None:
    """Keep what was sent, once each part is the content of an attachment and no attachment lacks its part."""
    most = configuration().max_attachment
    if any(len(part.content) > most for part in parts):
        raise Refused(413, f"An attachment is longer than {most} bytes.")
    sent = {_hash_of(part): part for part in parts}
    described = {attachment.sha2: attachment for one in received for attachment in one.attachments}
    for sha2 in sent:
        if sha2 not in described:
            raise Refused(400, f"The part {sha2} is the content of no attachment.")
    for sha2, attachment in described.items():
        if sha2 not in sent and not attachment.file_url:
            raise Refused(400, f"The content of the attachment {sha2} was not sent, and it has no fileUrl.")
    _check_signatures(received, sent)
    for sha2, part in sent.items():
        keep_content(sha2, part.content)


def _hash_of(part: Part) -> str:
    sha2 = part.headers.get("x-experience-api-hash", "")
    if part.headers.get("content-transfer-encoding", "").lower() != "binary":
        raise Refused(400, "The part of an attachment has the header Content-Transfer-Encoding: binary.")
    if not is_hash_of(sha2, part.content):
        raise Refused(400, "The header X-Experience-API-Hash of a part is not the SHA-2 of its content.")
    return sha2


def _check_signatures(received: Sequence[Received], sent: dict[str, Part]) -> None:
    for position, one in enumerate(received):
        for attachment in one.attachments:
            if attachment.usage_type != SIGNATURE:
                continue
            where = f"$[{position}].attachments"
            if attachment.sha2 not in sent:
                raise StatementRefused(where, "a signature is sent with its statement", "XAPI-00115")
            check_signature(one.text, sent[attachment.sha2].content, attachment.content_type, where)
