# SPDX-License-Identifier: Apache-2.0
"""The interfaces behind the lab's proxy, asked by impacket: its modules
oxabref, nspi and epm as they are, and for the mailbox store, which it has no
module for, its NDR with the parameters of [MS-OXCRPC] 3.1.4."""
import json

from foreign import IMPACKET, ended_well, python
from harness import Lab, Suite, expect

suite = Suite()

USER = "/o=Contoso/ou=Exchange/cn=Recipients/cn=alice"
OTHER = "/o=Contoso/ou=Exchange/cn=Recipients/cn=bob"
NOBODY = "/o=Contoso/ou=Exchange/cn=Recipients/cn=nobody"
SERVER = "/o=Contoso/ou=Exchange/cn=Configuration/cn=Servers/cn="

REFERRAL = IMPACKET + """
from impacket.dcerpc.v5 import oxabref
dce.connect()
dce.bind(oxabref.MSRPC_UUID_OXABREF)
print(oxabref.hRfrGetNewDSA(dce, rest[0])["ppszServer"])
print(oxabref.hRfrGetFQDNFromServerDN(dce, rest[1])["ppszServerFQDN"])
try:
    oxabref.hRfrGetFQDNFromServerDN(dce, rest[2])
    print("found")
except oxabref.DCERPCSessionError as error:
    print("%#x" % error.get_error_code())
print("done")
"""

BOOK = IMPACKET + """
from impacket.dcerpc.v5 import nspi
from impacket.dcerpc.v5.rpcrt import DCERPCException
dce.connect()
dce.bind(nspi.MSRPC_UUID_NSPI)
handle = nspi.hNspiBind(dce)["contextHandle"]
moved = nspi.hNspiUpdateStat(dce, handle, nspi.STAT())
print(moved["pStat"]["TotalRecs"])
answer = nspi.hNspiDNToMId(dce, handle, rest)
print([one["Data"] for one in answer["ppOutMIds"]["aulPropTag"]])
print(nspi.hNspiUnbind(dce, handle)["ErrorCode"])
try:
    nspi.hNspiUpdateStat(dce, handle, nspi.STAT())
except DCERPCException as error:
    print(str(error).strip())
print("done")
"""

# Names that are typed, and the rows of who is meant; then all rows, and those
# of two whose identifiers are given.
PEOPLE = IMPACKET + """
from impacket.dcerpc.v5 import nspi
dce.connect()
dce.bind(nspi.MSRPC_UUID_NSPI)
handle = nspi.hNspiBind(dce)["contextHandle"]
DISPLAY_NAME, DN, HOME_MDB = 0x3001001f, 0x3003001e, 0x8006001e


def show(rows):
    for row in rows["aRow"]:
        print([nspi.PROP_VAL_UNION.union[value["ulPropTag"] & 0xffff][0] + " "
               + str(value["Value"][
                   nspi.PROP_VAL_UNION.union[value["ulPropTag"] & 0xffff][0]]
               ).rstrip("\\0") for value in row["lpProps"]])


found = nspi.hNspiResolveNamesW(
    dce, handle, pPropTags=[DISPLAY_NAME, HOME_MDB, 0x3a00001e], paStr=rest)
print([one["Data"] for one in found["ppMIds"]["aulPropTag"]])
show(found["ppRows"])
show(nspi.hNspiQueryRows(dce, handle, Count=2)["ppRows"])
show(nspi.hNspiQueryRows(dce, handle, Count=9, lpETable=[18, 16],
                         pPropTags=[DN])["ppRows"])
print("done")
"""

# hNspiBind raises for every status but 0.
BOOK_REFUSED = IMPACKET + """
from impacket.dcerpc.v5 import nspi
from impacket.dcerpc.v5.rpcrt import DCERPCException
dce.connect()
dce.bind(nspi.MSRPC_UUID_NSPI)
try:
    nspi.hNspiBind(dce)
except DCERPCException as error:
    print("%#x" % error.get_error_code())
print("done")
"""

MAPPER_CALLS = """
from impacket.dcerpc.v5 import epm
from impacket.dcerpc.v5.rpcrt import DCERPCException
from impacket.uuid import uuidtup_to_bin
emsmdb = ("a4f1db00-ca47-1067-b31f-00dd010662da", "0.81")
dce.connect()
try:
    if rest:
        print(epm.hept_map("", uuidtup_to_bin(emsmdb), protocol=rest[0],
                           dce=dce))
    else:
        for entry in epm.hept_lookup(None, dce=dce):
            print(epm.PrintStringBinding(entry["tower"]["Floors"]))
except DCERPCException as error:
    print(str(error).split()[-1])
print("done")
"""

MAPPER = IMPACKET + MAPPER_CALLS
MAPPER_OVER_TCP = """
import sys
from impacket.dcerpc.v5 import transport
rest = sys.argv[2:]
dce = transport.DCERPCTransportFactory(
    "ncacn_ip_tcp:127.0.0.1[%s]" % sys.argv[1]).get_dce_rpc()
""" + MAPPER_CALLS

# Every entry: its fourth floor is the protocol with its port.
SAMBA_MAPPER = """
import sys
from samba.credentials import Credentials
from samba.dcerpc import epmapper, misc
from samba.param import LoadParm
lp = LoadParm()
creds = Credentials()
creds.set_anonymous()
mapper = epmapper.epmapper("ncacn_ip_tcp:127.0.0.1[%s]" % sys.argv[1], lp,
                           creds)
_, entries, result = mapper.epm_Lookup(
    epmapper.RPC_C_EP_ALL_ELTS, None, None, epmapper.RPC_C_VERS_ALL,
    misc.policy_handle(), 100)
print(result, len(entries))
for entry in entries:
    floor = entry.tower.tower.floors[3]
    http = floor.lhs.protocol == epmapper.EPM_PROTOCOL_HTTP
    print("http" if http else "tcp", floor.rhs.port)
print("done")
"""

STORE_NDR = """
from impacket.dcerpc.v5.dtypes import LPSTR, STR, ULONG, USHORT
from impacket.dcerpc.v5.epm import ept_lookup_handle_t as CXH
from impacket.dcerpc.v5.ndr import NDRCALL, NDRUniConformantArray, \\
    NDRUniConformantVaryingArray
from impacket.dcerpc.v5.rpcrt import DCERPCException
from impacket.uuid import uuidtup_to_bin


class EcDummyRpc(NDRCALL):
    opnum = 6
    structure = ()


class EcDummyRpcResponse(NDRCALL):
    structure = (("ErrorCode", ULONG),)


class Bytes(NDRUniConformantArray):
    item = "c"


class BytesOut(NDRUniConformantVaryingArray):
    item = "c"


class EcDoConnectEx(NDRCALL):
    opnum = 10
    structure = (
        ("szUserDN", STR), ("ulFlags", ULONG), ("ulConMod", ULONG),
        ("cbLimit", ULONG), ("ulCpid", ULONG), ("ulLcidString", ULONG),
        ("ulLcidSort", ULONG), ("ulIcxrLink", ULONG),
        ("usFCanConvertCodePages", USHORT), ("v0", USHORT), ("v1", USHORT),
        ("v2", USHORT), ("pulTimeStamp", ULONG), ("rgbAuxIn", Bytes),
        ("cbAuxIn", ULONG), ("pcbAuxOut", ULONG))


class EcDoConnectExResponse(NDRCALL):
    structure = (
        ("pcxh", CXH), ("pcmsPollsMax", ULONG), ("pcRetry", ULONG),
        ("pcmsRetryDelay", ULONG), ("picxr", USHORT), ("szDNPrefix", LPSTR),
        ("szDisplayName", LPSTR), ("s0", USHORT), ("s1", USHORT),
        ("s2", USHORT), ("b0", USHORT), ("b1", USHORT), ("b2", USHORT),
        ("pulTimeStamp", ULONG), ("rgbAuxOut", BytesOut),
        ("pcbAuxOut", ULONG), ("ErrorCode", ULONG))


class EcDoDisconnect(NDRCALL):
    opnum = 1
    structure = (("pcxh", CXH),)


class EcDoDisconnectResponse(NDRCALL):
    structure = (("pcxh", CXH), ("ErrorCode", ULONG))


def connect_to(dn):
    connect = EcDoConnectEx()
    connect["szUserDN"] = dn + "\\0"
    for name in ("ulFlags", "ulConMod", "cbLimit", "pulTimeStamp", "cbAuxIn"):
        connect[name] = 0
    connect["ulCpid"], connect["ulIcxrLink"] = 1252, 0xffffffff
    connect["ulLcidString"] = connect["ulLcidSort"] = 1033
    connect["usFCanConvertCodePages"] = 1
    connect["v0"], connect["v1"], connect["v2"] = 12, 0x183f, 1000
    connect["rgbAuxIn"] = b""
    connect["pcbAuxOut"] = 0x1008
    return connect
"""

STORE = IMPACKET + STORE_NDR + """
dce.connect()
dce.bind(uuidtup_to_bin(("a4f1db00-ca47-1067-b31f-00dd010662da", "0.81")))
dce.request(EcDummyRpc())
for dn in rest:
    opened = dce.request(connect_to(dn), checkError=False)
    print("%#x" % opened["ErrorCode"], opened["szDisplayName"])
    if opened["ErrorCode"] == 0:
        disconnect = EcDoDisconnect()
        disconnect["pcxh"] = opened["pcxh"]
        closed = dce.request(disconnect)
        print(closed["pcxh"].isNull())
print("done")
"""


def ask(path, scenario, code, port, level, *arguments):
    with Lab(path, scenario) as lab:
        expect(lab.site["proxy"].startswith("https:"), lab.site)
        lines = python(code, json.dumps(lab.site), port, level, *arguments)
        ended_well(lab)
    return lines[:-1]


@suite.test("impacket oxabref: RfrGetNewDSA, RfrGetFQDNFromServerDN")
def referral(path):
    for level in 0, 6:
        lines = ask(path, "HEALTHY", REFERRAL, 6002, level, USER,
                    SERVER + "MBX1", SERVER + "MBX9")
        expect(lines == ["mbx1.contoso.test", "mbx1.contoso.test",
                         "0x8004010f"], lines)


@suite.test("impacket nspi: NspiBind, a look at the book, NspiUnbind")
def book(path):
    lines = ask(path, "HEALTHY", BOOK, 6004, 6, USER, NOBODY, OTHER.upper())
    expect(lines == ["3", "[16, 0, 17]", "1",
                     "nca_s_fault_context_mismatch"], lines)


@suite.test("impacket nspi: NspiResolveNamesW, NspiQueryRows")
def people(path):
    mdb = "lpszA " + SERVER + "MBX1/cn=Microsoft Private MDB"
    lines = ask(path, "HEALTHY", PEOPLE, 6004, 6, "brown", USER.upper(), "zoe")
    expect(lines == [
        "[2, 2, 0]",
        str(["lpszW Bob Brown", mdb, "err 2147746063"]),
        str(["lpszW Alice Adams", mdb, "err 2147746063"]),
        str(["lpszA Alice Adams", "lpszA " + USER]),
        str(["lpszA Bob Brown", "lpszA " + OTHER]),
        str(["lpszA " + USER]),
        str(["lpszA " + USER.replace("alice", "carol")]),
    ], *lines)


@suite.test("impacket nspi: nobody opens the book without a logon")
def book_refused(path):
    lines = ask(path, "HEALTHY", BOOK_REFUSED, 6004, 0)
    expect(lines == ["0x80040111"], lines)


HTTP = [f"ncacn_http:127.0.0.1[{port}]" for port in (6001, 6002, 6004)]
TCP = ["ncacn_ip_tcp:127.0.0.1[49152]"] * 3


@suite.test("impacket epm: ept_lookup and ept_map through the proxy")
def mapper(path):
    for want, *protocol in (
            (HTTP + TCP,),
            (["ncacn_http:[6001]"], "ncacn_http"),
            (["ncacn_ip_tcp:[49152]"], "ncacn_ip_tcp"),
            (["ept_s_not_registered"], "ncacn_np")):
        lines = ask(path, "HEALTHY.mapper", MAPPER, 593, 0, *protocol)
        expect(lines == want, lines)


@suite.test("impacket epm: the same over plain TCP, where 135 would be")
def mapper_over_tcp(path):
    with Lab(path) as lab:
        for want, *protocol in (
                (HTTP + TCP,),
                (["ncacn_ip_tcp:[49152]"], "ncacn_ip_tcp")):
            lines = python(MAPPER_OVER_TCP, lab.site["mapper_port"],
                           *protocol)[:-1]
            expect(lines == want, lines)
        ended_well(lab)


@suite.test("Samba's epmapper client: every entry over plain TCP")
def samba_mapper(path):
    with Lab(path) as lab:
        lines = python(SAMBA_MAPPER, lab.site["mapper_port"])[:-1]
        expect(lines == ["0 6", "http 6001", "http 6002", "http 6004",
                         "tcp 49152", "tcp 49152", "tcp 49152"], lines)
        ended_well(lab)


@suite.test("impacket's NDR: a session with the store, and none for others")
def store(path):
    lines = ask(path, "HEALTHY", STORE, 6001, 6, USER, OTHER, NOBODY)
    expect(lines[:2] == ["0x0 Alice Adams\0", "True"], lines)
    expect([line.split()[0] for line in lines[2:]] ==
           ["0x80070005", "0x3eb"], lines)


@suite.test("impacket's NDR: the store lets nobody in without a logon")
def store_refused(path):
    lines = ask(path, "HEALTHY", STORE, 6001, 0, USER)
    expect([line.split()[0] for line in lines] == ["0x80070005"], lines)


if __name__ == "__main__":
    suite.main()
