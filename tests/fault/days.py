"""A province that is worked with on several days, the last of them today: its server and its devices run under the clock of each."""
import datetime

import faults
from false_clock import by_days
from faults import FaultCase

VIETNAM = datetime.timezone(datetime.timedelta(hours=7))


class DaysCase(FaultCase):
    form = "QCDC-HUYEN"
    period = "2018"
    first_day = -4

    def setUp(self):
        super().setUp()
        self.days = 0
        self.offices = {}

    def make_province(self):
        """Whose catalogue was published before the first of the days."""
        province = faults.Province(founded=faults.founding.FOUNDING)
        early = by_days(self.first_day)
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
        self.province.start(by_days(days))

    def day(self):
        """The day's name in Vietnam."""
        return (datetime.datetime.now(VIETNAM) + datetime.timedelta(days=self.days)).date().isoformat()

    def run_at(self, office, *words):
        done = office.run(*words, environment=by_days(self.days))
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
