"""From bytes to what the network sees; and figures that tell one camera from another."""

import io

import numpy as np
import pytest
from PIL import Image

from modelkeep_vision.errors import VisionError
from modelkeep_vision.images import STATISTICS, square, statistics
from modelkeep_vision.synthesize import CAMERAS, COMMENT, draw, jpeg, write_folder


def encoded(image: Image.Image, form: str = "PNG") -> bytes:
    content = io.BytesIO()
    image.save(content, form)
    return content.getvalue()


def test_the_middle_of_a_wide_image_is_kept():
    image = Image.new("RGB", (600, 300), (255, 0, 0))
    image.paste((0, 0, 255), (150, 0, 450, 300))
    pixels = square(encoded(image), 64)
    assert pixels.shape == (3, 64, 64)
    assert pixels[2].min() == 255


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "CMYK"])
def test_other_colour_modes_become_rgb(mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    assert square(encoded(Image.new(mode, (80, 90)), form), 32).shape == (3, 32, 32)


def test_a_photograph_that_was_turned_is_turned_back():
    image = Image.new("RGB", (200, 100), (0, 0, 0))
    image.paste((255, 255, 255), (0, 0, 100, 100))
    exif = Image.Exif()
    exif[0x0112] = 6
    content = io.BytesIO()
    image.save(content, "JPEG", exif=exif, quality=95)
    pixels = square(content.getvalue(), 64)
    assert pixels[0, :20].mean() > 200 > 50 > pixels[0, -20:].mean()


@pytest.mark.parametrize(
    "content",
    [b"", b"no image", jpeg(Image.new("RGB", (64, 64)))[:300], encoded(Image.new("RGB", (64, 64)), "GIF"), b"\xff\xd8\xff\xe0" * 99],
)
def test_what_is_no_whole_image_is_refused(content):
    with pytest.raises(VisionError, match="no whole JPEG or PNG"):
        square(content, 32)


def test_too_small_and_too_large():
    with pytest.raises(VisionError, match="got 8 x 90 pixels, expected at least 16"):
        square(encoded(Image.new("RGB", (8, 90))), 32)
    with pytest.raises(VisionError, match="expected at most"):
        square(encoded(Image.new("1", (9_000, 9_000))), 32)


def test_statistics_move_with_the_camera():
    def mean(camera: str) -> dict[str, float]:
        found = [statistics(square(jpeg(draw("nv", 64, (5, i), 0, CAMERAS[camera])), 64)) for i in range(12)]
        return {name: float(np.mean([one[name] for one in found])) for name in STATISTICS}

    usual, lamp, blurred = mean("usual"), mean("yellow-lamp"), mean("out-of-focus")
    assert tuple(usual) == STATISTICS
    assert lamp["yellowness"] > usual["yellowness"] + 0.05
    assert lamp["sharpness"] == pytest.approx(usual["sharpness"], rel=0.2)
    assert blurred["sharpness"] < 0.7 * usual["sharpness"]
    assert blurred["brightness"] == pytest.approx(usual["brightness"], rel=0.02)


def test_synthetic_images_say_so_and_are_the_same_each_time(tmp_path, lesions):
    rows = write_folder(tmp_path, 12, size=40, seed=3)
    assert {row["dx_type"] for row in rows} == {"synthetic"}
    assert all(row["image_id"].startswith("SYNTHETIC") for row in rows)
    again = write_folder(tmp_path / "again", 12, size=40, seed=3)
    assert again == rows
    for row in rows:
        name = f"images/{row['image_id']}.jpg"
        content = (tmp_path / name).read_bytes()
        assert COMMENT in content
        assert content == (tmp_path / "again" / name).read_bytes()
    other = write_folder(tmp_path / "other", 12, size=40, seed=4)
    assert other != rows
