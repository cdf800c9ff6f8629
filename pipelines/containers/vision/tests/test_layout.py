"""Metadata as HAM10000 and the ISIC challenges publish it, and what is said of files that are not so."""

import pytest
from conftest import use_case

from modelkeep_vision.errors import VisionError
from modelkeep_vision.layout import Row, find_images, read_metadata
from modelkeep_vision.specification import parse_specification

SPECIFICATION = parse_specification(use_case())
HAM = "lesion_id,image_id,dx,dx_type\nHAM_1,ISIC_1,nv,histo\nHAM_1,ISIC_2,nv,histo\nHAM_2,ISIC_3,malignant,consensus\n"


def read(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return read_metadata(folder, SPECIFICATION)


def test_ham10000(tmp_path):
    metadata = read(tmp_path, HAM10000_metadata=HAM)
    assert metadata.rows[1:] == (Row("ISIC_2", "HAM_1", "nv"), Row("ISIC_3", "HAM_2", "malignant"))
    assert metadata.lines[0]["dx_type"] == "histo"


def test_the_challenges_two_tables(tmp_path):
    truth = "image,MEL,NV,BCC,AK,BKL,DF,VASC\nISIC_1,0.0,1.0,0.0,0.0,0.0,0.0,0.0\nISIC_2,0,0,0,1,0,0,0\nISIC_3,1,0,0,0,0,0,0\n"
    lesions = "image,lesion_id\nISIC_1,L1\nISIC_2,L1\nISIC_3,\n"
    metadata = read(tmp_path, truth=truth, lesions=lesions)
    assert metadata.rows == (Row("ISIC_1", "L1", "nv"), Row("ISIC_2", "L1", "akiec"), Row("ISIC_3", "ISIC_3", "mel"))


def test_ground_truth_alone_takes_each_image_for_a_lesion(tmp_path):
    assert read(tmp_path, truth="image,MEL,NV\nISIC_1,0,1\n").rows == (Row("ISIC_1", "ISIC_1", "nv"),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("lesion_id,dx\nL,nv\n", "got no column image_id, expected image_id, lesion_id, dx"),
        ("lesion_id,image_id,dx\nL,I,nv\nL,I,nv\n", "got an image for the second time in line 3"),
        ("lesion_id,image_id,dx\nL,I,wart\n", "got an unknown dx in line 2, expected one of mel, bcc, akiec, nv"),
        ("lesion_id,image_id,dx\n,I,nv\n", "got an empty cell in line 2"),
        ("lesion_id,image_id,dx\nL,I\n", "got another number of cells in line 2, expected 3"),
        ("lesion_id,image_id,dx\n", "got no row"),
        ("image,MEL,NV\nI,1,1\n", "got 2 diagnoses in line 2, expected one"),
        ("image,WART\nI,1\n", "got no column dx and none for a diagnosis"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, text, message):
    with pytest.raises(VisionError, match=message) as told:
        read(tmp_path, table=text)
    assert "wart" not in str(told.value)


def test_bytes_that_are_no_text(tmp_path):
    (tmp_path / "x.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(VisionError, match="cannot be read as CSV"):
        read_metadata(tmp_path, SPECIFICATION)


def test_no_table(tmp_path):
    with pytest.raises(VisionError, match="got 0 CSV files"):
        read_metadata(tmp_path, SPECIFICATION)


def test_images_lie_in_any_folder_below(tmp_path):
    for name in ("part_1/ISIC_1.jpg", "part_2/ISIC_2.JPEG", "part_2/.ISIC_3.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert find_images(tmp_path, ["ISIC_2", "ISIC_1"])["ISIC_2"].name == "ISIC_2.JPEG"
    with pytest.raises(VisionError, match=r"got no file for 1 of 2 images \(ISIC_3\)"):
        find_images(tmp_path, ["ISIC_1", "ISIC_3"])
    (tmp_path / "part_2/ISIC_1.jpg").touch()
    with pytest.raises(VisionError, match="got two files for ISIC_1"):
        find_images(tmp_path, ["ISIC_1"])


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ({"positive": {"value": "mel", "label": "x"}}, "got no field 'negative'"),
        ({"name": "dx", "positive": {"value": "mel", "label": "x"}, "negative": {"value": "mel", "label": "y"}}, "class mel twice"),
        ({"name": "dx", "positive": {"value": "mel", "label": "nv"}, "negative": {"value": "nv", "label": "y"}}, "a whole side"),
    ],
)
def test_classes_must_be_told_apart(target, message):
    with pytest.raises(VisionError, match=message):
        parse_specification(use_case(target=target))
