"""A province that is worked with on several days, the last of them today: its server and its devices run under the clock of each."""
import datetime
import pathlib

import faults
from faults import FaultCase

FAKETIME = next(iter(sorted(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)
VIETNAM = datetime.timezone(datetime.timedelta(hours=7))


def clock(days):
    """The environment of a program whose clock is so many days off."""
    return {"LD_PRELOAD": str(FAKETIME), "FAKETIME": f"{days:+d}d", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1"} if days else {}


class DaysCase(FaultCase):
    form = "QCDC-HUYEN"
    period = "2018"
    first_day = -4

    def setUp(self):
        if not FAKETIME:
            self.fail("Debian's package libfaketime is missing; ./run test installs it")
        super().setUp()
        self.days = 0
        self.offices = {}

    def make_province(self):
        """Whose catalogue was published before the first of the days."""
        province = faults.Province(founded=faults.founding.FOUNDING)
        early = clock(self.first_day)
        province.stop()
        province.start(early)
        faults.founding.publish(("--data", province.data), province.endpoint, province.folder, early)
        province.stop()
        province.has_desks = True
        return province.start({})

    def begin(self, days):
        """The server and all who work are so many days off today."""
        self.days = days
        self.province.stop()
        self.province.start(clock(days))

    def day(self):
        """The day's name in Vietnam."""
        return (datetime.datetime.now(VIETNAM) + datetime.timedelta(days=self.days)).date().isoformat()

    def run_at(self, office, *words):
        done = office.run(*words, environment=clock(self.days))
        self.assertEqual(done.status, 0, done)
        return done.out

    def file(self, code, *words, period=None, **cells):
        """CELLS of an office's report; C10_TO_CAO stands for C10.TO_CAO."""
        office = self.offices[code]
        rows = [{"form": self.form, "period": period or self.period, "cell": cell.replace("_", ".", 1), "value": value}
                for cell, value in cells.items()]
        path = office.register(rows, ["form", "period", "cell", "value"])
        self.run_at(office, "report", "file", path, "--remove-blanks", *words)
        self.run_at(office, "sync")
