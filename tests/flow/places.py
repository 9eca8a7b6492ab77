"""Where things are, for every script of the tests.

QCDC_SOURCE names the source tree, QCDC_BIN the folder of the programs (else build/bin of that tree), QCDC_CLIENT_BIN that of the
client where it is of another build: what looks for races has nothing to find in a program of one thread.  QCDC_TEST_FOLDER names
the folder below which tests make theirs.
"""
import os
import pathlib
import shutil

SOURCE = pathlib.Path(os.environ.get("QCDC_SOURCE", pathlib.Path(__file__).resolve().parents[2])).resolve()
BIN = pathlib.Path(os.environ.get("QCDC_BIN", SOURCE / "build" / "bin")).resolve()
QCDC = pathlib.Path(os.environ.get("QCDC_CLIENT_BIN", BIN)).resolve() / "qcdc"
QCDCD = BIN / "qcdcd"

MEMORY_BYTES_MIN = 8 << 30  # what must be free for tests to lie in memory: several provinces, with copies, at a time


def folder_of_folders():
    """In memory where there is room: to make a database's thousand files anew for each province costs a disk more than all that
    is tested.  What is killed here is always a program and never the machine, so a disk would keep nothing that memory loses."""
    given = os.environ.get("QCDC_TEST_FOLDER")
    if given:
        return given
    memory = pathlib.Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free >= MEMORY_BYTES_MIN:
        return str(memory)
    return "/tmp"
