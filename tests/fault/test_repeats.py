"""A commit that fails again and again is taken apart: who is to blame is sent back, and blamed for nothing; the others are stored."""
# ctest: timeout=1800
import time

from faults import FaultCase
import harness
import wire_client
from harness import petition
from test_meanwhile import Slow
from wire_client import wire
from wire_office import WireOffice, received

PATIENCE_MS = 300000

TRAP = """create function trap() returns trigger language plpgsql as $$ begin
  if position('TRAP'::bytea in new.body) > 0 then raise exception 'no' using errcode = 'XX000'; end if;
  return new; end $$;
create trigger trap before insert on journal for each row execute function trap()"""


class Repeats(FaultCase):
    def test_sent_back(self):
        """An error that is no fault of the data, of one append only, whatever is tried; in the same commit harmless ones of others."""
        bad, first, good = (WireOffice(self.province, code) for code in ("BCD-593", "BCD-594", "BCD-595"))
        lines = {device: device.line() for device in (bad, first, good)}
        for line in lines.values():
            self.addCleanup(line.close)
        self.province.sql(TRAP)
        segments = {bad: bad.segment(received("TRAP/1")), first: first.segment(received("1/KN")), good: good.segment(received("2/KN"))}
        calls = {}
        with Slow(self.province, "origin"):  # while the first one waits for it, the others come
            for device in (first, bad, good):
                calls[device] = lines[device].send(wire.Frame(append=wire.Append(segment=segments[device])))
                time.sleep(0.5)
        with self.assertRaises(wire_client.Refused) as refused:
            lines[bad].answer(calls[bad], "acked", PATIENCE_MS)
        said = refused.exception.said
        self.assertEqual((said["code"], said["retry"]), ("DATABASE", True), said)
        for device in (first, good):
            self.ends_stored(lines[device], calls[device], segments[device])
        self.assertEqual(self.province.entries(), 2)
        self.assertEqual(self.province.value("select count(*) from verdict"), "0", "nothing was said of its facts")
        self.assertIn("was sent back", self.province.log())
        # What made it fail is gone: the same append is taken, and so is what follows.
        self.province.sql("drop trigger trap on journal")
        lines[bad].ask(wire.Frame(append=wire.Append(segment=segments[bad])), "acked")
        clerk = self.province.office("BCD-596")
        clerk.import_rows([petition("3/KN")])
        self.assertIn("Sent 1", clerk.sync())
        self.assertEqual(self.province.entries(), 4)
        self.assert_identical()

    def ends_stored(self, line, call, segment):
        """Acknowledged; or told to come again, being behind the one that was sent back, and then acknowledged."""
        try:
            line.answer(call, "acked", PATIENCE_MS)
        except wire_client.Refused as refused:
            self.assertTrue(refused.said["retry"], refused.said)
            line.ask(wire.Frame(append=wire.Append(segment=segment)), "acked")


if __name__ == "__main__":
    harness.main()
