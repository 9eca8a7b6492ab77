"""What the server says to a person is known to the client, which translates it: refusal_texts.py SOURCE

Reads every call that makes a refusal in the sources of the server, and fails when client/show/messages.c, or the table of
statuses, lacks a text of one.  That what is there has its Vietnamese is for translations.sh.
"""
import pathlib
import re
import sys

# These speak to the server's log, or to who runs the server; every other source of the server, a new one too, may
# refuse.
NOT_TO_CLIENTS = {
    "analyst", "apply", "catalogue_proof", "clock", "cluster", "cluster_make", "command_analyst_role", "command_backup", "command_devices", "command_init", "command_invitations", "command_invite", "command_move", "command_revoke", "command_run", "command_status", "endpoint", "gate", "open_data_totals",
    "pg_session", "privilege", "query", "reference_tables", "rotation", "schema", "site", "snapshot_load", "verify", "write"}
# The first argument that is a text for people.
CALLS = {"fault_set": 3, "fault_advise": 1, "refuse": 3}
LITERAL = r'"((?:[^"\\]|\\.)*)"'
TOKEN = re.compile(rf"""/\*.*?\*/|//[^\n]*|'(?:[^'\\]|\\.)*'|{LITERAL}|.""", re.DOTALL)


def without_comments(text):
    return TOKEN.sub(lambda token: " " if token[0].startswith(("/*", "//")) else token[0], text)


def literals(text):
    """The literals of TEXT, those that stand side by side as the one that they are."""
    return ["".join(re.findall(LITERAL, run)) for run in re.findall(r'(?:"(?:[^"\\]|\\.)*"\s*)+', text)]


def calls(text):
    """The name and the arguments of every call that makes a refusal; definitions have no text in them."""
    for found in re.finditer(rf"\b({'|'.join(CALLS)}) \(", text):
        depth, arguments = 1, [""]
        for token in TOKEN.finditer(text, found.end()):
            piece = token[0]
            depth += (piece == "(") - (piece == ")")
            if depth == 0:
                break
            if piece == "," and depth == 1:
                arguments.append("")
            else:
                arguments[-1] += piece
        yield found[1], arguments


def known_texts(source):
    patterns = re.findall(rf"\bN_ \(({LITERAL})\)", without_comments((source / "client/show/messages.c").read_text()))
    statuses = re.findall(rf"\bX \(\w+, ({LITERAL})\)", without_comments((source / "common/base/status.h").read_text()))
    return {text for _, text in patterns + statuses}


def speaks(text):
    """Whether TEXT has words of its own: "%s" and ", " have none."""
    return re.search(r"[a-z]{2}", re.sub(r"%[-.*0-9]*(?:ll|z)?[a-z]", "", text)) is not None


def main():
    source = pathlib.Path(sys.argv[1])
    known = known_texts(source)
    count, missing = 0, []
    paths = [path for path in sorted((source / "server").rglob("*.c")) if path.stem not in NOT_TO_CLIENTS]
    for path in [source / "common" / "wire" / "frame.c", *paths]:
        for name, arguments in calls(without_comments(path.read_text())):
            first = CALLS[name]
            # The formats of fault_set and fault_advise are one argument, the message and the advice of refuse two.
            texts = 2 if name == "refuse" else 1
            for at, argument in enumerate(arguments[first:]):
                for text in filter(speaks, literals(argument)):
                    count += 1
                    whole = text in known
                    # What is set into a format is known where it stands in a pattern of its own.
                    if not whole and (at < texts or not any(text in other and text != other for other in known)):
                        missing.append(f'{path.relative_to(source)}: "{text}" is not known to client/show/messages.c')
    print(f"{count} texts in refusals")
    # Fewer would mean that the sources are not read rightly any more.
    if count < 100:
        missing.append("the server refuses with more than that")
    print("\n".join(missing), end="\n" if missing else "")
    return 1 if missing else 0


sys.exit(main())
