# SPDX-License-Identifier: Apache-2.0
"""What the lab's RPC server refuses: packages, levels and passwords, seen by
impacket (NTLM by name), Samba's binding (Negotiate) and bare sockets."""
import json
import os
import struct
import sys
import uuid

from impacket import ntlm, spnego
from raw import BIND, Client  # sets the path for the next lines
from foreign_clients import MGMT_CALLS, SAMBA, SMB_CONF
from harness import Lab, Suite, expect, run

suite = Suite()
CONNECT, INTEGRITY, PRIVACY = 2, 5, 6
NO_PACKAGE = "Authentication type not recognized"  # impacket's words
# NTLM NEGOTIATE without names ([MS-NLMP] 2.2.1.1).
NEGOTIATE = b"NTLMSSP\0" + struct.pack("<II", 1, 0xE2088297) + bytes(24)
NAK_SIGNATURE = uuid.UUID("90740320-fad0-11d3-82d7-009027b130ab").bytes_le


def secured_bind(kind, level, token, ptype=11):
    """The bind of raw.py with a trailer ([MS-RPCE] 2.2.2.11)."""
    pdu = bytearray(BIND + struct.pack("<BBBBI", kind, level, 0, 0, 1) + token)
    struct.pack_into("<HH", pdu, 8, len(pdu), len(token))
    pdu[2] = ptype
    return bytes(pdu)


def alter_context(user, password, hello):
    """The answer to a challenge within SPNEGO; hello: our NEGOTIATE."""
    def answer(ack):
        size, = struct.unpack_from("<H", ack, 10)
        challenge = spnego.SPNEGO_NegTokenResp(ack[-size:])["ResponseToken"]
        token = spnego.SPNEGO_NegTokenResp()
        token["ResponseToken"] = ntlm.getNTLMSSPType3(
            hello, challenge, user, password, "CONTOSO")[0].getData()
        return secured_bind(9, PRIVACY, token.getData(), 14)
    return answer


def negotiate(lab, password):
    """The last answer of an exchange within SPNEGO."""
    hello = ntlm.getNTLMSSPType1("", "", signingRequired=True)
    first = spnego.SPNEGO_NegTokenInit()
    first["MechTypes"] = [spnego.TypesMech[
        "NTLMSSP - Microsoft NTLM Security Support Provider"]]
    first["MechToken"] = hello.getData() + bytes(8)  # room for Version
    return Client(lab).talk(
        6001, secured_bind(9, PRIVACY, first.getData()),
        alter_context("alice", password, hello))


def impacket(lab, level, port=6001):
    """"done", or impacket's words."""
    ended = run([sys.executable, "-c", MGMT_CALLS, json.dumps(lab.site),
                 str(port), str(level), "1", "0"], 60)
    return last_line(ended)


def negotiating(path, lab, flags):
    """The same for Samba."""
    settings = os.path.join(path, "smb.conf")
    with open(settings, "w", encoding="ascii") as file:
        file.write(SMB_CONF.format(path))
    ended = run([sys.executable, "-c", SAMBA, json.dumps(lab.site), settings,
                 flags, "1"], 60)
    return last_line(ended)


def last_line(ended):
    said = ended.stdout if ended.status == 0 else ended.stderr
    return said.strip().splitlines()[-1]


def ended_well(lab):
    status, said = lab.end(), lab.said()
    expect(status == 0 and "Sanitizer" not in said, status, said)
    return said


@suite.test("an unknown package: bind_nak 8 with a record of location 60")
def unknown_package(path):
    with Lab(path, "HEALTHY") as lab:
        for kind in (0, 14, 16, 68):
            told = Client(lab).talk(6001, secured_bind(kind, 6, NEGOTIATE))
            expect(told[2] == 13 and told[16] == 8, kind, told)
            expect(told[24:40] == NAK_SIGNATURE, kind, told)
            record = struct.pack("<IIH", 2, 1747, 60)
            expect(record in told[40:], kind, told)
            expect("MBX1".encode("utf-16-le") in told[40:], kind, told)
        ended_well(lab)


@suite.test("levels that do not exist, and tokens that are none")
def unknown_level(path):
    with Lab(path, "HEALTHY") as lab:
        for level, reason in {0: 0, 1: 0, 3: 9, 7: 0}.items():
            told = Client(lab).talk(
                6001, secured_bind(10, level, NEGOTIATE))
            expect(told[2] == 13 and told[16] == reason, level, told)
        told = Client(lab).talk(6001, secured_bind(10, 6, b"nonsense"))
        expect(told[2] == 13 and told[16] == 9, told)
        told = Client(lab).talk(6001, secured_bind(9, 6, b"nonsense"))
        expect(told[2] == 13 and told[16] == 9, told)
        ended_well(lab)


@suite.test("6002 without NTLM")
def referral(path):
    with Lab(path, "RFR_WINNT_REMOVED") as lab:
        expect(impacket(lab, PRIVACY) == "done", "6001")
        expect(NO_PACKAGE in
               impacket(lab, PRIVACY, 6002), "6002")
        expect(impacket(lab, PRIVACY, 6004) == "done", "6004")
        ended_well(lab)


@suite.test("no NTLM at all, and no Negotiate at all")
def unregistered(path):
    with Lab(path, "RPC_PROVIDER_UNREGISTERED") as lab:
        for port in (6001, 6002, 6004):
            expect(NO_PACKAGE in
                   impacket(lab, PRIVACY, port), port)
        expect(negotiating(path, lab, "seal,") == "done", "Negotiate")
        ended_well(lab)
    with Lab(path, "RPC_PROVIDER_UNREGISTERED.b") as lab:
        expect(impacket(lab, PRIVACY) == "done", "NTLM")
        expect(negotiating(path, lab, "seal,") != "done", "Negotiate")
        ended_well(lab)


@suite.test("encryption required: calls below it fault, at 6001 only")
def encryption(path):
    with Lab(path, "RPC_ENCRYPTION_REQUIRED") as lab:
        expect(impacket(lab, PRIVACY) == "done", "privacy")
        for level in (0, CONNECT, INTEGRITY):
            said = impacket(lab, level)
            expect("unsupported_authn_level" in said, level, said)
        expect(impacket(lab, INTEGRITY, 6004) == "done", "6004")
        ended_well(lab)


@suite.test("a wrong RPC password: fault 5 after auth3, 0x721 with Negotiate")
def inner_credentials(path):
    with Lab(path, "RPC_INNER_BAD_CREDENTIALS") as lab:
        at = lab.options.index("--rpc-password-file")
        with open(lab.options[at + 1], encoding="ascii") as file:
            lab.site["rpc_password"] = file.read().strip()
        expect(impacket(lab, 0) == "done", "none")
        said = impacket(lab, PRIVACY)
        expect("access_denied" in said, said)
        told = negotiate(lab, lab.site["rpc_password"])
        expect(told[2] == 3 and told[24:28] == b"\x21\7\0\0", told)
        with open(lab.password_file, encoding="ascii") as file:
            told = negotiate(lab, file.read().strip())
        expect(told[2] == 15, told)
        log = ended_well(lab)
        expect(log.count("logon refused user=CONTOSO\\alice") == 2, log)


if __name__ == "__main__":
    suite.main()
