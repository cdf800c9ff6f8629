"""From a file's bytes to the square that the network sees, the same for training and serving; and figures that tell one
camera from another."""

import io
import warnings

import numpy as np
from PIL import Image, ImageOps

from .errors import VisionError

FORMATS = ("JPEG", "PNG")
LARGEST_PIXELS = 50_000_000
"""Of a decoded image: a small file can otherwise fill the memory."""
SMALLEST_SIDE = 16
MARGIN = 256 / 224
"""The shorter side is brought to this many times the square's side, of which the middle is kept (He et al. 2016)."""
STATISTICS = ("brightness", "contrast", "sharpness", "redness", "yellowness", "saturation", "vignetting")


def decode(content: bytes, shorter_side: int) -> Image.Image:
    """An RGB image with the shorter side as asked. Raises VisionError for what is no whole JPEG or PNG."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=FORMATS)
        width, height = image.size
        if width * height > LARGEST_PIXELS:
            raise VisionError(f"image: got {width} x {height} pixels, expected at most {LARGEST_PIXELS}")
        if min(width, height) < SMALLEST_SIDE:
            raise VisionError(f"image: got {width} x {height} pixels, expected at least {SMALLEST_SIDE} each way")
        # A JPEG is decoded at a half, a quarter or an eighth where that is enough: several times faster.
        image.draft("RGB", (shorter_side, shorter_side))
        image = ImageOps.exif_transpose(image).convert("RGB")
    except VisionError:
        raise
    except Exception:
        # The library raises a dozen kinds of error for damaged files.
        raise VisionError("image: got bytes that are no whole JPEG or PNG") from None
    scale = shorter_side / min(image.size)
    size = (max(shorter_side, round(image.width * scale)), max(shorter_side, round(image.height * scale)))
    return image if image.size == size else image.resize(size, Image.Resampling.BILINEAR)


def shorter_side_of(size: int) -> int:
    return round(size * MARGIN)


def centre(image: Image.Image, size: int) -> np.ndarray:
    """The middle square as uint8, 3 x size x size."""
    left, top = (image.width - size) // 2, (image.height - size) // 2
    return planes(image.crop((left, top, left + size, top + size)))


def planes(image: Image.Image) -> np.ndarray:
    return np.ascontiguousarray(np.asarray(image, dtype=np.uint8).transpose(2, 0, 1))


def square(content: bytes, size: int) -> np.ndarray:
    """What the network is shown of a file: uint8, 3 x size x size. Raises VisionError."""
    return centre(decode(content, shorter_side_of(size)), size)


def statistics(pixels: np.ndarray) -> dict[str, float]:
    """Figures of a square (uint8, 3 x n x n) that change with the camera, the light and the focus more than with the skin:
    what image drift is measured on. All are from 0 to 1 but redness and yellowness, which are from -1 to 1."""
    red, green, blue = pixels.astype(np.float64) / 255
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    laplacian = (
        luma[:-2, 1:-1] + luma[2:, 1:-1] + luma[1:-1, :-2] + luma[1:-1, 2:] - 4 * luma[1:-1, 1:-1]
    )
    largest, smallest = np.maximum(np.maximum(red, green), blue), np.minimum(np.minimum(red, green), blue)
    edge = max(1, len(luma) // 8)
    corners = np.mean([luma[rows, columns].mean() for rows in _ends(edge) for columns in _ends(edge)])
    middle = luma[len(luma) // 4 : -len(luma) // 4, len(luma) // 4 : -len(luma) // 4].mean()
    values = {
        "brightness": luma.mean(),
        "contrast": luma.std(),
        # Its mean square rises with focus (Pech-Pacheco et al. 2000); the root keeps it on the scale of grey levels.
        "sharpness": min(1.0, float(np.sqrt(np.mean(laplacian**2)))),
        "redness": (red - green).mean(),
        "yellowness": ((red + green) / 2 - blue).mean(),
        "saturation": np.mean((largest - smallest) / np.maximum(largest, 1 / 255)),
        "vignetting": float(np.clip(0.5 + (middle - corners) / 2, 0, 1)),
    }
    # Six digits: more would only name the image.
    return {name: round(float(values[name]), 6) for name in STATISTICS}


def _ends(edge: int) -> tuple[slice, slice]:
    return slice(None, edge), slice(-edge, None)
