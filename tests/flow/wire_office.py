"""A device of an office that speaks the protocol in Python: for what the real client would never send.

It shares no code with the C programs (see wire_client.py), only the written contract.
"""
import datetime
import struct

import founding
import wire_client
from wire_client import facts


def day(text):
    """Days since 1970 of an ISO date, as facts count them."""
    return (datetime.date.fromisoformat(text) - datetime.date(1970, 1, 1)).days


def reference(office, seq):
    """The reference that names entry SEQ of a qcdc device: its origin, its number and the start of its hash."""
    (digest,), = office.journal("select hash from entry where origin = (select id from origin where own = 1) and seq = ?", seq)
    return facts.Ref(origin=struct.unpack("<Q", bytes.fromhex(office.origin))[0], seq=seq,
                     hash=struct.unpack("<Q", digest[:8])[0])


def received(local_no, **given):
    """A PetitionReceived; what is not given takes a plain value."""
    values = {"kind": "KHIEU_NAI", "field": "DAT_DAI", "received_on": day("2020-02-03"), "channel": "TRUC_TIEP", "people": 1}
    values.update(given)
    return facts.Fact(petition_received=facts.PetitionReceived(local_no=local_no, **values))


def corrected(target, now, seen, **given):
    """A Corrected that puts NOW in the place of what was SEEN (both petitions, steps or reports) at TARGET."""
    case = {"ReportFiled": "report", "PetitionReceived": "petition", "PetitionMoved": "move",
            "ReceptionHeld": "reception"}[type(now).__name__]
    saw = type(now)()
    saw.CopyFrom(seen)
    if case == "move":
        saw.ClearField("petition")
    return facts.Fact(corrected=facts.Corrected(target=target, **{case: now, case + "_seen": saw}, **given))


class WireOffice:
    """Keys and a journal in a file of their own below the province's folder."""

    def __init__(self, province, code, role="reporter", join=True, vouched=True):
        province.homes += 1
        self.province, self.code, self.role = province, code, role
        self.state = wire_client.State(str(province.folder / f"wire-{code}-{province.homes}.json"))
        if role == "province" and vouched and province.has_desks:
            self.state.take_keys(founding.desk_keys(province.next_desk()))
        if join:
            self.join(province.invite(code, role))

    def join(self, invitation):
        return wire_client.join(self.state, str(invitation))

    @property
    def origin(self):
        return wire_client.origin_text(self.state.origin)

    def line(self, hello=True):
        """A connection of this device, after hello unless told otherwise; the caller closes it."""
        line = wire_client.Line(self.state)
        if hello:
            wire_client.hello(self.state, line)
        return line

    def append(self, fact, annex=b""):
        """Writes a fact (or the bytes of one) into the journal here and appends it; address and verdicts."""
        body = fact if isinstance(fact, bytes) else fact.SerializeToString(deterministic=True)
        return wire_client.append(self.state, body, annex)

    def reference(self, seq):
        return facts.Ref(origin=self.state.origin, seq=seq,
                         hash=struct.unpack("<Q", bytes.fromhex(self.state.data["entries"][seq - 1]["hash"])[:8])[0])

    def segment(self, fact):
        """A signed segment of one new fact that is not kept here."""
        scratch = self.state.scratch()
        wire_client.write_entry(scratch, fact.SerializeToString(deterministic=True))
        last = len(scratch.data["entries"])
        return wire_client.segment_of(scratch, last, last)


def refusal(line, frame, kind):
    """Sends FRAME; what the server refused it with, or None where it answered."""
    try:
        line.ask(frame, kind)
    except wire_client.Refused as refused:
        return refused.said
    return None
