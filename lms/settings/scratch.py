"""Where tests keep their data: a folder of their own, thrown away, so that they never touch the data of `make run`."""

import atexit
import os
import shutil
import tempfile


def scratch_folder() -> str:
    """DATA_DIR if it is set, else a new folder; inside it, one for each process of pytest-xdist."""
    folder = os.environ.get("DATA_DIR", "")
    if not folder:
        folder = tempfile.mkdtemp(prefix="faire-avec-tests-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    return folder if folder.endswith(f"/{worker}") or not worker else f"{folder}/{worker}"
