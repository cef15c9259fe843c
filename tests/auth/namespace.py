# SPDX-License-Identifier: Apache-2.0
"""A network, a host name and processes of our own: a domain controller wants
fixed ports, a name that resolves and /run/samba to itself. When the script
ends, everything in here ends with it."""
import os
import socket
import subprocess
import sys

INSIDE = "RPCDIAG_TEST_NAMESPACE"
DOMAIN = "contoso.test"
HOST = f"dc1.{DOMAIN}"


def enter():
    """Start this script again in new namespaces; returns inside of them."""
    if os.environ.get(INSIDE):
        set_up()
        return
    flags = ["--net", "--mount", "--uts", "--ipc", "--pid", "--fork",
             "--kill-child", "--mount-proc"]
    if os.geteuid() != 0:
        flags.append("--map-root-user")
    os.environ[INSIDE] = "1"
    os.execvp("unshare", ["unshare", *flags, sys.executable, *sys.argv])


def set_up():
    socket.sethostname(HOST.split(".", maxsplit=1)[0])
    for command in (["ip", "link", "set", "lo", "up"],
                    ["mount", "-t", "tmpfs", "tmpfs", "/run"]):
        subprocess.run(command, check=True)
    bind("/etc/hosts", "127.0.0.1 localhost\n"
         f"127.0.0.1 {HOST} dc1 web.{DOMAIN} silent.{DOMAIN}\n")
    bind("/etc/resolv.conf", "")


def bind(path, text):
    """Let a file of the system hold something else, in here."""
    copy = f"/run/{os.path.basename(path)}"
    with open(copy, "w", encoding="ascii") as file:
        file.write(text)
    subprocess.run(["mount", "--bind", copy, os.path.realpath(path)],
                   check=True)
