"""`python -m modelkeep_vision synthesize --folder F`: pictures that look somewhat like photographs of skin lesions, in
HAM10000's layout, for tests and demonstrations. Each says that it is synthetic, in its name, its JPEG comment and its row.

The same arguments give the same bytes with the same packages. No medical statement can be drawn from them."""

import argparse
import csv
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from .folders import write_whole

COMMENT = b"synthetic: drawn by a program, no photograph of a person"
COLUMNS = ("lesion_id", "image_id", "dx", "dx_type", "age", "sex", "localization", "dataset")
SITES = ("back", "lower extremity", "trunk", "upper extremity", "abdomen", "face")


@dataclass(frozen=True)
class Look:
    """@param share of all lesions, about as in HAM10000 but less uneven; size of the image's side; irregular: of the border;
    soft: width of the border; rough: of the surface."""

    share: float
    colour: tuple[int, int, int]
    second: tuple[int, int, int]
    size: float
    irregular: float
    soft: float
    rough: float


LOOKS = {
    "nv": Look(0.40, (121, 78, 58), (104, 66, 50), 0.26, 0.05, 0.03, 0.03),
    "mel": Look(0.17, (58, 38, 40), (96, 92, 118), 0.34, 0.22, 0.05, 0.12),
    "bkl": Look(0.14, (150, 112, 78), (128, 92, 60), 0.31, 0.10, 0.012, 0.16),
    "bcc": Look(0.10, (206, 138, 132), (150, 70, 78), 0.27, 0.12, 0.06, 0.05),
    "akiec": Look(0.08, (190, 104, 92), (222, 190, 170), 0.30, 0.16, 0.09, 0.20),
    "vasc": Look(0.06, (140, 30, 54), (92, 18, 60), 0.22, 0.08, 0.02, 0.04),
    "df": Look(0.05, (146, 96, 76), (222, 196, 182), 0.20, 0.06, 0.07, 0.04),
}


@dataclass(frozen=True)
class Camera:
    """@param gain of red, green and blue; blur in pixels for each hundred of the image's side; shade: how dark the corners are."""

    gain: tuple[float, float, float] = (1.0, 1.0, 1.0)
    blur: float = 0.0
    shade: float = 0.1


CAMERAS = {"usual": Camera(), "yellow-lamp": Camera((1.06, 0.98, 0.72), 0.0, 0.1), "out-of-focus": Camera((1, 1, 1), 1.5, 0.1)}
"""What happens to a clinic's camera: nothing, a new lamp, a lens that was bumped."""


def synthesize(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="synthesize")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--lesions", type=int, default=120)
    parser.add_argument("--size", type=int, default=96)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--camera", choices=sorted(CAMERAS), default="usual")
    parser.add_argument("--prefix", default="SYNTHETIC")
    asked = parser.parse_args(arguments)
    rows = write_folder(
        asked.folder, asked.lesions, size=asked.size, seed=asked.seed, camera=CAMERAS[asked.camera], prefix=asked.prefix
    )
    print(f"{len(rows)} synthetic images of {asked.lesions} lesions")


def write_folder(
    folder: Path, lesions: int, *, size: int, seed: int, camera: Camera = CAMERAS["usual"], prefix: str = "SYNTHETIC"
) -> list[dict]:
    """`metadata.csv` and `images/`: every third lesion is photographed twice. Every diagnosis occurs from 60 lesions on."""
    random = np.random.default_rng(seed)
    diagnoses = _diagnoses(lesions, random)
    rows: list[dict] = []
    for lesion, dx in enumerate(diagnoses):
        look = np.random.default_rng((seed, lesion))
        age, sex, site = int(look.integers(4, 18)) * 5, ("female", "male")[look.integers(2)], SITES[look.integers(len(SITES))]
        for photograph in range(2 if lesion % 3 == 0 else 1):
            image = f"{prefix}_{seed:04d}{lesion:05d}{photograph}"
            content = jpeg(draw(dx, size, (seed, lesion), photograph, camera))
            write_whole(folder / "images" / f"{image}.jpg", content)
            cells = (f"{prefix}_{seed:04d}{lesion:05d}", image, dx, "synthetic", age, sex, site, "synthetic")
            rows.append(dict(zip(COLUMNS, cells, strict=True)))
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_whole(folder / "metadata.csv", text.getvalue())
    return rows


def _diagnoses(lesions: int, random: np.random.Generator) -> list[str]:
    """By their shares, three of each at least where there are enough lesions; in an order that says nothing."""
    counts = {dx: max(3, round(look.share * lesions)) for dx, look in LOOKS.items()}
    counts["nv"] = max(3, lesions - sum(count for dx, count in counts.items() if dx != "nv"))
    names = [dx for dx, count in counts.items() for _ in range(count)][:lesions]
    return [names[i] for i in random.permutation(len(names))]


def draw(dx: str, size: int, lesion: tuple[int, int], photograph: int, camera: Camera) -> Image.Image:
    """@param lesion seeds its form, which all its photographs show; photograph: which of them, turned and lit its own way."""
    look, form, shot = LOOKS[dx], np.random.default_rng(lesion), np.random.default_rng((*lesion, photograph + 1))
    y, x = np.mgrid[0:size, 0:size] / size - 0.5
    x, y = x - shot.normal(0, 0.03), y - shot.normal(0, 0.03)
    angle = np.arctan2(y, x) + shot.uniform(0, 2 * np.pi)
    radius = np.hypot(x, y)
    border = look.size * form.uniform(0.8, 1.2) * np.ones_like(angle)
    for wave in range(2, 8):
        border += look.size * look.irregular * form.normal() / np.sqrt(wave) * np.cos(wave * angle + form.uniform(0, 2 * np.pi))
    inside = 1 / (1 + np.exp(np.clip((radius - np.maximum(border, 0.06)) / look.soft, -40, 40)))
    skin = np.array([226, 178, 152]) * form.uniform(0.85, 1.05)
    patches = _smooth(form, size, 5) * 0.5 + 0.5
    colour = np.array(look.colour) + (np.array(look.second) - np.array(look.colour)) * patches[..., None] * (0.4 + look.irregular * 2)
    colour = colour * (1 + look.rough * _smooth(shot, size, size // 4)[..., None])
    surface = skin * (1 + 0.04 * _smooth(shot, size, 12)[..., None])
    picture = surface * (1 - inside[..., None]) + colour * inside[..., None]
    if dx == "df":
        picture = picture + 60 * np.exp(-((radius / 0.05) ** 2))[..., None]
    picture = _hair(picture, shot, size)
    picture = picture * (1 - camera.shade * (2 * (x**2 + y**2)))[..., None] * np.array(camera.gain) * shot.uniform(0.93, 1.07)
    image = Image.fromarray(np.clip(picture + shot.normal(0, 3, picture.shape), 0, 255).astype(np.uint8))
    return image.filter(ImageFilter.GaussianBlur(camera.blur * size / 100)) if camera.blur else image


def _smooth(random: np.random.Generator, size: int, knots: int) -> np.ndarray:
    """Noise from about -1 to 1 whose patches are as many across as there are knots."""
    coarse = Image.fromarray(random.uniform(-1, 1, (max(2, knots), max(2, knots))).astype(np.float32))
    return np.asarray(coarse.resize((size, size), Image.Resampling.BICUBIC))


def _hair(picture: np.ndarray, random: np.random.Generator, size: int) -> np.ndarray:
    y, x = np.mgrid[0:size, 0:size] / size
    for _ in range(random.integers(0, 4)):
        turn, offset, bend = random.uniform(0, np.pi), random.uniform(0.1, 0.9), random.uniform(-0.3, 0.3)
        along = x * np.cos(turn) + y * np.sin(turn)
        across = y * np.cos(turn) - x * np.sin(turn) + bend * along**2
        hair = np.exp(-(((across - offset + 0.3) * size / 0.7) ** 2))
        picture = picture * (1 - 0.7 * hair[..., None])
    return picture


def jpeg(image: Image.Image) -> bytes:
    content = io.BytesIO()
    image.save(content, "JPEG", quality=92, comment=COMMENT)
    return content.getvalue()
