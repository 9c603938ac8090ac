"""Pictures of the site: modern formats, cut around their focal point, from our own address."""

import gc
import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image as Drawing
from wagtail.images.models import Image

from cms.models import StandardPage
from cms.seeding import seed_site

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the temporary files of what it draws to the garbage collector.
    pytest.mark.filterwarnings("ignore:(?i)unclosed file:ResourceWarning"),
]
RED, BLUE = (200, 30, 30), (20, 40, 200)


@pytest.fixture(autouse=True)
def _files_closed() -> Iterator[None]:
    yield
    gc.collect()


def draw_png() -> ContentFile:
    """1200 × 1200, blue; red below 660."""
    drawing = Drawing.new("RGB", (1200, 1200), BLUE)
    drawing.paste(RED, (0, 660, 1200, 1200))
    kept = BytesIO()
    drawing.save(kept, "PNG")
    return ContentFile(kept.getvalue(), name="accueil.png")


def show(client: Client, focal_y: int | None, shape: str = "band") -> str:
    point = {"focal_point_x": 600, "focal_point_y": focal_y, "focal_point_width": 40, "focal_point_height": 40}
    image = Image.objects.create(title="Accueil", file=draw_png(), **(point if focal_y else {}))
    page = StandardPage(title="Une page", slug="une-page")
    value = {
        "image": {"image": image.pk, "alt_text": "Un aplat rouge.", "decorative": False},
        "shape": shape,
        "legend": "",
    }
    page.body = StandardPage._meta.get_field("body").stream_block.to_python([{"type": "picture", "value": value}])
    seed_site().add_child(instance=page)
    return client.get("/une-page/").content.decode()


def middle_of(client: Client, address: str) -> tuple[int, int, int]:
    answer = client.get(address)
    assert answer.status_code == 200
    with Drawing.open(BytesIO(answer.content)) as drawing:
        colour = drawing.convert("RGB").getpixel((drawing.width // 2, drawing.height // 2))
    assert isinstance(colour, tuple)
    return colour  # type: ignore[return-value]


def test_a_png_is_shown_as_avif_then_webp_with_its_words(client: Client) -> None:
    page = show(client, None)
    assert 'type="image/avif"' in page
    assert 'type="image/webp"' in page
    assert 'alt="Un aplat rouge."' in page
    assert 'loading="lazy"' in page
    for kind in ("avif", "webp"):
        address = next(iter(re.findall(rf"/media/images/[^ \"]+\.{kind}", page)))
        answer = client.get(address)
        assert answer["Content-Type"] == f"image/{kind}"
        assert "immutable" in answer["Cache-Control"]


@pytest.mark.parametrize(("focal_y", "red"), [(1100, True), (100, False)])
def test_a_band_is_cut_around_the_focal_point(client: Client, focal_y: int, red: bool) -> None:
    address = next(iter(re.findall(r"/media/images/[^ \"]+\.webp", show(client, focal_y))))
    reds, _greens, blues = middle_of(client, address)
    assert (reds > blues) == red


def test_a_whole_picture_keeps_its_shape(client: Client) -> None:
    page = show(client, 1100, "whole")
    shown = page[page.index("<picture>") : page.index("</picture>")]
    assert re.search(r'width="(\d+)"', shown)[1] == re.search(r'height="(\d+)"', shown)[1]  # type: ignore[index]


@pytest.mark.parametrize("name", ["rien.webp", "..%2Fsecret-key", "secret.txt", "a%00.png"])
def test_nothing_else_is_given_at_the_address_of_pictures(client: Client, name: str) -> None:
    assert client.get(f"/media/images/{name}").status_code == 404
