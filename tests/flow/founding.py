"""The sample province as the tests begin with it: founded, and everything in sql/reference published by its provincial office.

    copy_province(data)     the data folder of such a province, keys and all
    copy_founder(home)      the home of the device that published there
    desk_keys(number)       the keys of a further device of the provincial office, which the first one has vouched for
    found(place, folder)    one founded anew, at --data DIR or --db CONNINFO --keys DIR; the home of the device that published is
                            FOLDER/founder
"""
import fcntl
import hashlib
import os
import pathlib
import shutil
import subprocess
import tempfile

import nacl.bindings as sodium

from places import BIN, QCDC, QCDCD, SOURCE, folder_of_folders

SAMPLE = SOURCE / "sql" / "reference"
OFFICE = "BCD-TINH"
FOUNDING = ("--office", OFFICE, "--name", "Ban Chỉ đạo tỉnh", "--unit", "60", "--unit-name", "Tỉnh Bình Thuận")
ENVIRONMENT = {key: value for key, value in os.environ.items() if key not in ("LANG", "LANGUAGE", "QCDC_HOME")} | {"LC_ALL": "C"}


# Further devices of the provincial office: as many as a test has, and vouched for before they join.
DESKS = 24


def desk_keys(number):
    """{name: bytes} of a device's file of keys, always the same."""
    assert number < DESKS, number
    seed = hashlib.blake2b(b"desk %d" % number, digest_size=32).digest()
    made = zip(("sign", "curve"), (sodium.crypto_sign_seed_keypair(seed), sodium.crypto_box_seed_keypair(seed)))
    return {f"{kind}-{part}": key for kind, pair in made for part, key in zip(("public", "secret"), pair)}


def put_desk_keys(home, number):
    """Before it joins."""
    home.mkdir(mode=0o700)
    path = home / "keys"
    keys = desk_keys(number)
    path.write_text("qcdc-keys-1\n" + "".join(f"{name} {keys[name].hex()}\n" for name in ("curve-public", "curve-secret", "sign-public", "sign-secret")),
                    encoding="ascii")
    path.chmod(0o600)


def sample_with_desks(folder):
    """The folder of the sample, and who is vouched for."""
    shutil.copytree(SAMPLE, folder)
    rows = "".join(f"{desk_keys(number)['sign-public'].hex()},Máy {number + 2}\n" for number in range(DESKS))
    (folder / "devices.csv").write_text(f"key,name\n{rows}", encoding="utf-8")
    return folder


def call(*words, environment=None):
    done = subprocess.run([str(word) for word in words], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          env={**ENVIRONMENT, **(environment or {})}, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, words))}: status {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def publish(place, endpoint, folder, environment=None):
    """By a first device of the provincial office, which joins for it."""
    invitation, home = folder / "founder.invite", folder / "founder"
    invitation.write_text(call(QCDCD, "invite", *place, "--office", OFFICE, "--role", "province", "--endpoint", endpoint), encoding="utf-8")
    for words in (("join", invitation), ("publish", sample_with_desks(folder / "sample")), ("sync",)):
        call(QCDC, "--home", home, *words, environment=environment)


def found(place, folder):
    call(QCDCD, "init", *place, *FOUNDING)
    with open(folder / "founding.log", "wb") as log:
        server = subprocess.Popen([str(word) for word in (QCDCD, "run", *place, "--listen", "tcp://127.0.0.1:*")], text=True,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, env=ENVIRONMENT)
    try:
        line = server.stdout.readline()
        if not line.startswith("listening "):
            raise RuntimeError((folder / "founding.log").read_text(errors="replace"))
        publish(place, line.split()[1], folder)
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()


def edition():
    """What a province is made of: the programs, and the texts of the folder."""
    made = hashlib.blake2b(digest_size=8)
    for path in (QCDCD, QCDC, pathlib.Path(__file__), *sorted(SAMPLE.glob("*.csv"))):
        made.update(path.read_bytes())
    return made.hexdigest()


def template():
    """Made once for each edition; all tests copy it."""
    kept = BIN.parent / "Testing" / f"province-{edition()}"
    kept.parent.mkdir(exist_ok=True)
    with open(kept.parent / "province.lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.is_dir():
            folder = pathlib.Path(tempfile.mkdtemp(prefix="qcdc-founding-", dir=folder_of_folders()))
            folder.chmod(0o755)  # where root runs the tests, the database is somebody else's
            try:
                found(("--data", folder / "data"), folder)
                for log in (folder / "data" / "log").iterdir():
                    log.unlink()  # tests read what their own database said
                for older in kept.parent.glob("province-*"):
                    shutil.rmtree(older)
                subprocess.run(["cp", "-a", folder, f"{kept}.new"], check=True)
                os.rename(f"{kept}.new", kept)
            finally:
                shutil.rmtree(folder)
    return kept


def copy_province(data):
    subprocess.run(["cp", "-a", template() / "data", data], check=True)


def copy_founder(home):
    """The home of the device that published; it knows the server at the address where that was then."""
    subprocess.run(["cp", "-a", template() / "founder", home], check=True)
