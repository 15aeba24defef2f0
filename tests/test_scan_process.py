"""A scan in a process of its own: progress, result, end."""

import os
import time
from pathlib import Path

from maturity.scan_process import ScanProcess
from tests.repository import MakeRepository


def test_it_tells_its_steps_and_hands_over_the_assessment(make_repository: MakeRepository) -> None:
    folder = make_repository({"train.py": "x = 1\n"})
    process = ScanProcess(("scan", str(folder), "--lang", "zh"))
    steps = list(process.progress())
    assert steps[0] == "opening the target"
    assert "reading 1 files" in steps
    scanned = process.result()
    assert (scanned.code, scanned.notes) == (0, ())
    assert scanned.assessment is not None
    assert scanned.assessment.target.path == str(folder)


def test_a_usage_error_is_a_note_and_a_code(tmp_path: Path) -> None:
    process = ScanProcess(("scan", str(tmp_path), "--rules", str(tmp_path / "none")))
    assert list(process.progress()) != ["reading 1 files"]
    scanned = process.result()
    assert (scanned.code, scanned.assessment) == (2, None)
    assert len(scanned.notes) == 1


def test_the_scanned_folder_is_not_imported_from(tmp_path: Path) -> None:
    mark = tmp_path / "imported"
    (tmp_path / "yaml.py").write_text(f"open({str(mark)!r}, 'w').close()\n")
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        process = ScanProcess(("scan", "."))
        list(process.progress())
        assert process.result().code == 0
    finally:
        os.chdir(here)
    assert not mark.exists()


def test_ending_it_ends_the_process_and_its_children(make_repository: MakeRepository) -> None:
    folder = make_repository({f"m{number}.py": "import os\n" * 400 for number in range(300)})
    process = ScanProcess(("scan", str(folder), "--no-cache"))
    next(process.progress())
    process.end()
    begun = time.monotonic()
    list(process.progress())
    assert process.result().assessment is None
    assert time.monotonic() - begun < 30
    process.end()
