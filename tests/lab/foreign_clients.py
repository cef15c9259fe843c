# SPDX-License-Identifier: Apache-2.0
"""The lab judged by programs that nobody here wrote, unmodified: impacket and
Samba's Python bindings as clients, samba-dcerpcd as the server behind it."""
import json
import os

from foreign import IMPACKET, ended_well, python
from harness import Lab, Suite, expect, need
from peers import SAMBA_DCERPCD, Samba
from raw import MGMT


suite = Suite()

MGMT_CALLS = IMPACKET + """
from impacket.dcerpc.v5 import mgmt
calls, stub = map(int, rest)
if stub:
    dce.set_max_fragment_size(2000)
dce.connect()
dce.bind(mgmt.MSRPC_UUID_MGMT)
ids = mgmt.hinq_if_ids(dce)["if_id_vector"]["if_id"]
print(json.dumps([one["Data"]["Uuid"].hex() for one in ids]))
for _ in range(calls):
    if stub:
        # A request that is too long on purpose, in many fragments.
        dce.call(2, b"x" * stub)
        dce.recv()
    else:
        mgmt.his_server_listening(dce)
print("done")
dce.disconnect()
"""

DIRECT = """
import sys
from impacket.dcerpc.v5 import mgmt, transport
channel = transport.DCERPCTransportFactory(
    "ncacn_http:127.0.0.1[%s]" % sys.argv[1])
dce = channel.get_dce_rpc()
dce.connect()
dce.bind(mgmt.MSRPC_UUID_MGMT)
mgmt.his_server_listening(dce)
print("done")
"""

SAMBA = """
import json, sys
from samba.credentials import Credentials
from samba.dcerpc import mgmt
from samba.param import LoadParm
site = json.loads(sys.argv[1])
settings = LoadParm()
settings.load(sys.argv[2])
settings.set("tls cafile", site["ca_file"])
settings.set("tls verify peer", "ca_and_name_if_available")
who = Credentials()
who.guess(settings)
with open(site["password_file"]) as file:
    who.set_password(file.read().strip())
domain, user = site["user"].split("\\\\")
who.set_domain(domain)
who.set_username(user)
proxy = site["proxy"].split("/")[2].replace("localhost", "127.0.0.1")
server = mgmt.mgmt("ncacn_http:%s[6001,%sRpcProxy=%s,HttpUseTls=%s,"
                   "HttpAuthOption=%s]" % (
    site["server"], sys.argv[3], proxy,
    "true" if site["proxy"].startswith("https") else "false",
    site.get("scheme", "basic")),
    settings, who)
ids = server.inq_if_ids()
print(ids.count, "interfaces:", ids.if_id[0].id.uuid, "...")
for _ in range(int(sys.argv[4])):
    server.is_server_listening()
print("done")
"""


def through(path, calls, *options, stub=0, port=6001, level=0):
    with Lab(path, "HEALTHY", *options) as lab:
        lines = python(
            MGMT_CALLS, json.dumps(lab.site), port, level, calls, stub)
        ended_well(lab)
    return json.loads(lines[0])


@suite.test("impacket: mgmt over https and Basic")
def impacket_https(path):
    expect(through(path, 10) == ["00dbf1a447ca6710b31f00dd010662da",
                                 "4a57615272456e20b2686b199213b4e4"])


@suite.test("impacket: mgmt over http and Basic")
def impacket_http(path):
    through(path, 10, "--plain")


@suite.test("impacket: 10000 calls in one tunnel, beyond every window")
def impacket_many(path):
    through(path, 10000)


@suite.test("impacket: requests of 300 fragments, beyond the window")
def impacket_fragments(path):
    through(path, 3, stub=600000)


@suite.test("impacket: through a reverse proxy")
def impacket_device(path):
    with Lab(path, "HEALTHY.device") as lab:
        python(MGMT_CALLS, json.dumps(lab.site), 6004, 0, 10, 0)
        ended_well(lab)


# Levels of [MS-RPCE] 2.2.1.1.8; impacket signs nothing at level 4.
for number, name in {2: "connect", 5: "integrity", 6: "privacy"}.items():
    @suite.test(f"impacket: RPC security with NTLM, level {name}")
    def impacket_ntlm(path, number=number):
        through(path, 100, level=number)


@suite.test("impacket: NTLM privacy, requests of many fragments")
def impacket_ntlm_fragments(path):
    through(path, 3, stub=100000, level=6)


@suite.test("impacket: NTLM at both layers, over https and http")
def impacket_both_layers(path):
    for options in (), ("--plain",):
        with Lab(path, "HEALTHY.ntlm", *options) as lab:
            lab.site["scheme"] = "ntlm"
            python(MGMT_CALLS, json.dumps(lab.site), 6001, 6, 10, 0)
            ended_well(lab)


@suite.test("impacket: straight to the listener, RPC over HTTP v1")
def impacket_direct(path):
    with Lab(path, "HEALTHY.inside") as lab:
        port, = {pair.rpartition(":")[2] for pair in lab.options
                 if pair.startswith("mbx1.contoso.test:6001:127.")}
        python(DIRECT, port)
        ended_well(lab)


@suite.test("impacket: samba-dcerpcd behind the lab")
def impacket_samba(path):
    need(SAMBA_DCERPCD, "smbpasswd")
    with Samba(path) as samba, \
            Lab(path, "HEALTHY", "--backend",
                f"127.0.0.1:{samba.port}") as lab:
        lines = python(
            MGMT_CALLS, json.dumps(lab.site), samba.port, 0, 2000, 0)
        ended_well(lab)
    expect(MGMT.bytes_le.hex() in json.loads(lines[0]), lines)


SMB_CONF = """[global]
workgroup = CONTOSO
private dir = {0}
lock directory = {0}
state directory = {0}
cache directory = {0}
"""


def samba(path, scenario, flags, *options, scheme="basic"):
    settings = os.path.join(path, "smb.conf")
    with open(settings, "w", encoding="ascii") as file:
        file.write(SMB_CONF.format(path))
    with Lab(path, scenario, *options) as lab:
        lab.site["scheme"] = scheme
        lines = python(SAMBA, json.dumps(lab.site), settings, flags, 100)
        ended_well(lab)
    return lines[0]


for flags in ("", "packet,", "sign,", "seal,", "connect,"):
    @suite.test(f"Samba: RPC security with SPNEGO [{flags}]")
    def samba_spnego(path, flags=flags):
        return samba(path, "HEALTHY", flags)


@suite.test("Samba: NTLM over HTTP, over https and http")
def samba_http_ntlm(path):
    samba(path, "HEALTHY.ntlm", "seal,", scheme="ntlm")
    return samba(path, "HEALTHY.ntlm", "", "--plain", scheme="ntlm")


# By SPNEGO Samba waits for the last token of the server (RFC 4559, section 5)
# before it sends its request, so the lab has to give one, as IIS does.
for flags in ("packet,", "sign,", "seal,", "connect,"):
    @suite.test(f"Samba: Negotiate at both layers over https [{flags}]")
    def samba_negotiate(path, flags=flags):
        return samba(path, "HEALTHY.negotiate", "spnego," + flags,
                     scheme="negotiate")


@suite.test("Samba: Negotiate at both layers over http")
def samba_negotiate_plain(path):
    return samba(path, "HEALTHY.negotiate", "spnego,seal,", "--plain",
                 scheme="negotiate")


# Samba's RPC security passes through the tunnel untouched.
for flags in ("", "seal,", "connect,"):
    @suite.test(f"Samba's client and server, the lab between [{flags}]")
    def samba_both(path, flags=flags):
        need(SAMBA_DCERPCD, "smbpasswd")
        password = os.path.join(path, "secret")
        with open(password, "w", encoding="ascii") as file:
            file.write(Samba.PASSWORD + "\n")
        with Samba(path) as samba, \
                Lab(path, "HEALTHY", "--backend", f"127.0.0.1:{samba.port}",
                    "--user", f"CONTOSO\\{Samba.USER}",
                    "--password-file", password) as lab:
            lines = python(SAMBA, json.dumps(lab.site),
                           os.path.join(path, "smb.conf"), flags, 100)
            ended_well(lab)
        return lines[0]


if __name__ == "__main__":
    suite.main()
