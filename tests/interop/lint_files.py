# SPDX-License-Identifier: Apache-2.0
"""rpcdiag lint over what other programs write: registry exports of Samba's
net, listings of ss (iproute2) and, where it is installed, netstat.

net was seen to write HKLM for HKEY_LOCAL_MACHINE in version 5, comments with
local variables at the end, and UTF-16 without a byte order mark.
"""
import json
import os
import shutil
import subprocess
import sys
import textwrap

from harness import RPCDIAG, Suite, expect, need, run

suite = Suite()

KEY = r"HKLM\Software\Microsoft\Rpc\RpcProxy"

# A program with the listeners of an Exchange 2007 on Windows 2008, in a
# network of its own; it prints what a command there says of them.
LISTENERS = textwrap.dedent("""
    import socket, subprocess, sys
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    held = []
    for port in 135, 6001, 6002, 6004:
        for family, any_address in ((socket.AF_INET, "0.0.0.0"),
                                    (socket.AF_INET6, "::")):
            if family == socket.AF_INET6 and str(port) in sys.argv[1]:
                continue
            sock = socket.socket(family)
            if family == socket.AF_INET6:
                sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            sock.bind((any_address, port))
            sock.listen()
            held.append(sock)
    subprocess.run(sys.argv[2:], check=True)
    """)


def linted(name):
    outcome = run([RPCDIAG, "lint", "--format", "json", name])
    expect(outcome.stderr == "", outcome)
    doc = json.loads(outcome.stdout)
    return outcome.status, doc, [f["id"] for f in doc["findings"]]


def registry(path):
    """Samba's registry in a folder: a function that runs net on it."""
    config = os.path.join(path, "smb.conf")
    folders = "\n".join(f"{name} = {path}" for name in (
        "private dir", "lock directory", "state directory",
        "cache directory", "pid directory"))
    with open(config, "w", encoding="ascii") as file:
        file.write(f"[global]\n{folders}\nnetbios name = T\n")

    def net(*arguments):
        outcome = run(["net", "-s", config, "registry", *arguments])
        expect(outcome.status == 0, outcome)
    return net


def filled(path):
    net = registry(path)
    net("createkey", KEY)
    net("setvalue", KEY, "Enabled", "dword", "1")
    net("setvalue", KEY, "ValidPorts", "sz",
        "mbx1:6001-6002;mbx1.x.test:6001-6004")
    return net


FORMS = {
    "version 5": ([], "UTF-8"),
    "REGEDIT4": (["regedit4"], "UTF-8"),
    "UTF-16": (["enc=UTF-16LE"], "UTF-16LE"),
}

for _form, (_options, _encoding) in FORMS.items():
    @suite.test(f"Samba's net registry export, {_form}")
    def exported(path, options=_options, encoding=_encoding):
        name = os.path.join(path, "export.reg")
        filled(path)("export", KEY, name, *options)
        status, doc, found = linted(name)
        expect(status == 2 and found == ["VALIDPORTS_PARTIAL"], doc)
        expect(doc["findings"][0]["set"] == "add mbx1:6004", doc)
        expect(doc["files"][0]["kind"] == "registry export", doc)
        expect(doc["files"][0]["encoding"] == encoding, doc)


def listing(path, ipv4_only, *command):
    name = os.path.join(path, "listing.txt")
    with open(name, "wb") as file:
        ended = subprocess.run(
            ["unshare", "--net", *(
                ["--map-root-user"] if os.geteuid() != 0 else []),
             sys.executable, "-c", LISTENERS, ipv4_only, *command],
            stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.PIPE,
            timeout=60, check=False)
    expect(ended.returncode == 0, ended)
    return name


for _command in (["ss", "-lnt"], ["ss", "-lntp"], ["netstat", "-lntp"]):
    if shutil.which(_command[0]) is None:
        continue

    @suite.test(f"{' '.join(_command)}: 6004 on IPv4 only, and on both")
    def listeners(path, command=_command):
        status, doc, found = linted(listing(path, "6004", *command))
        expect(status == 2 and found == ["DSPROXY_IPV4_ONLY_6004"], doc)
        status, doc, found = linted(listing(path, "none", *command))
        expect(status == 0 and found == [], doc)


if __name__ == "__main__":
    need("net", "ss", "ip", "unshare")
    suite.main()
