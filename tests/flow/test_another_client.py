"""A client made from the written dialogue alone, in another language, run as a program: it joins, appends a petition, holds the
receipt against the server's key, reads its journal and its feed back, and asks questions."""
import json
import pathlib

import harness
from harness import FlowCase, petition

CLIENT = pathlib.Path(__file__).with_name("wire_client.py")


class AnotherClient(FlowCase):
    def setUp(self):
        self.state = self.province.folder / f"{self.id()}.json"
        self.plain = {}

    def say(self, *words, status=0):
        done = harness.run(["/usr/bin/python3", CLIENT, self.state, *words], environment=dict(harness.ENVIRONMENT, **self.plain))
        self.assertEqual((done.status, done.err), (status, ""), done)
        return json.loads(done.out)

    def test_from_joining_to_asking(self):
        self.say("join", self.province.invite("BCD-598"))
        self.assertEqual(self.say("hello"), {"head_seq": 0, "credit_bytes": 1 << 20, "office": "BCD-598", "role": "reporter"})
        first = self.say("petition", "1/KN", "kind=KIEN_NGHI", "field=MOI_TRUONG", "received_on=2020-04-09", "title=Về bãi rác")
        self.assertEqual((first["commit_seq"], first["verdicts"]), (self.province.published() + 1, []))
        self.assertEqual(first["committed_at"], first["first_committed_at"])
        again = self.say("petition", "1/KN", "kind=TO_CAO")
        self.assertEqual([(verdict["state"], verdict["code"]) for verdict in again["verdicts"]], [("rejected", "DUPLICATE")])

        own = self.say("own")
        self.assertEqual((own["entries"], own["segments"], own["same"]), (2, 2, True))
        table = self.say("query", "petition_counts", "by=kind,field,month")
        columns = ["kind", "field", "month", "received", "settled", "pending", "otherwise", "once", "unsolved"]
        self.assertEqual(table, {"columns": columns, "rows": [["KIEN_NGHI", "MOI_TRUONG", "2020-04", "1", "0", "1", "0", "1", "0"]]})
        self.assertEqual(self.say("query", "no_such_question", status=1)["refused"]["code"], "NOT_FOUND")

        # What it wrote is read by a device with our own program, and the other way round.
        office = self.province.office("BCD-598")
        office.sync()
        self.assertIn("Về bãi rác", office.must("petition", "show", "1/KN"))
        office.import_rows([petition("2/KN")])
        office.sync()
        self.assertEqual(self.say("feed")["segment"], 1)
        self.assertEqual(self.say("hello")["head_seq"], 2)
        self.assert_identical()

    def test_without_zstd(self):
        """Whoever has only ZeroMQ, libsodium and protobuf asks for answers as they are, pages of them too."""
        self.plain = {"WIRE_CLIENT_PLAIN": "1"}
        self.say("join", self.province.invite("BCD-599"))
        office = self.province.office("BCD-599")
        office.import_rows([petition(f"P-{n}", title="Kiến nghị về đất đai " * 5 + str(n)) for n in range(3000)])
        office.sync()
        self.assertEqual(self.say("petition", "Q-1")["verdicts"], [])
        self.assertGreater(self.say("feed")["segment"], 3)
        self.assertEqual(len(self.say("query", "petition_register")["rows"]), 3001)
        self.assertEqual(self.say("own")["entries"], 1)
        self.plain = {}
        self.assertEqual(len(self.say("query", "petition_register")["rows"]), 3001)


if __name__ == "__main__":
    harness.main()
