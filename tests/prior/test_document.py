"""A document is what its bytes say, never what its name says."""

import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lms.prior import document
from lms.prior.document import DocumentKind, DocumentRefused, read_document
from tests.prior.files import HOUR, PDF, picture


def test_a_pdf_is_kept_as_it_is() -> None:
    kept = read_document(PDF)
    assert (kept.kind, kept.content) == (DocumentKind.PDF, PDF)


@pytest.mark.parametrize(("sent", "kind"), [("JPEG", DocumentKind.JPEG), ("PNG", DocumentKind.PNG)])
def test_a_picture_is_drawn_again_without_what_its_camera_wrote_in_it(sent: str, kind: DocumentKind) -> None:
    assert HOUR in Image.open(io.BytesIO(picture(sent))).getexif()
    kept = read_document(picture(sent))
    drawn = Image.open(io.BytesIO(kept.content))
    assert (kept.kind, drawn.size) == (kind, (40, 30))
    assert not drawn.getexif()


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"PK\x03\x04 un classeur",
        b"GIF89a" + bytes(40),
        b"MZ" + bytes(400),
        picture()[:200],
        PDF[:30],
        b" " + PDF,
    ],
)
def test_anything_else_is_refused_in_a_sentence_that_says_what_to_send(content: bytes) -> None:
    with pytest.raises(DocumentRefused) as refused:
        read_document(content)
    assert "envoyez" in str(refused.value).lower()


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(DocumentRefused):
        read_document(PDF[:-6] + bytes(document.MAX_BYTES) + PDF[-6:])


def test_a_picture_of_too_many_dots_is_refused_before_it_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MAX_PIXELS", 1_000)
    with pytest.raises(DocumentRefused):
        read_document(picture(size=(40, 30)))


@given(st.binary(max_size=300))
def test_no_bytes_whatever_are_anything_but_read_or_refused(content: bytes) -> None:
    with suppress(DocumentRefused):
        assert read_document(content).kind in DocumentKind
