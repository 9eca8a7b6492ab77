"""Runs a command with the programs of a build that carries sanitizers: sanitized.py BUILD[,CLIENT] COMMAND [ARGUMENT…]

The command sees QCDC_BIN=BUILD/bin, and QCDC_CLIENT_BIN=CLIENT/bin where that other build is given.  It may well swallow what a
program says on its way out, so the sanitizers write to files of their own, and one such file is a failure.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

(build, *client), command = map(pathlib.Path, sys.argv[1].split(",")), sys.argv[2:]

# In a folder that anybody may write to: the server runs as another user when root starts it.
reports = pathlib.Path(tempfile.mkdtemp(prefix="qcdc-reports-", dir="/tmp"))
reports.chmod(0o777)
common = f"log_path={reports}/report:exitcode=66:halt_on_error=1"
# Every string that the C library is given is then read to its end once more, which makes long texts quadratic: at leisure only.
strict = int(os.environ.get("QCDC_SLOW") == "1")
environment = dict(os.environ, QCDC_BIN=str(build / "bin"),
                   ASAN_OPTIONS=f"{common}:detect_stack_use_after_return=1:strict_string_checks={strict}",
                   UBSAN_OPTIONS=f"{common}:print_stacktrace=1",
                   TSAN_OPTIONS=f"{common}:suppressions={pathlib.Path(__file__).with_name('tsan.supp')}")
if client:
    environment["QCDC_CLIENT_BIN"] = str(client[0] / "bin")

# The thread sanitizer of this age does not find its way about where addresses are thrown over too wide a range.
if subprocess.run(["setarch", "-R", "true"], capture_output=True).returncode == 0:
    command = ["setarch", "-R", *command]

status = subprocess.run(command, env=environment).returncode
found = sorted(reports.glob("report*"))
for report in found[:5]:
    print(report.read_text(errors="replace")[:8000])
shutil.rmtree(reports)
if found:
    print(f"the sanitizers made {len(found)} reports")
sys.exit(1 if found else status)
