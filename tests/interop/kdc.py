# SPDX-License-Identifier: Apache-2.0
"""A KDC of MIT Kerberos with a realm, a port and files of its own. Nothing of
the system's Kerberos is read or written, and no root is needed."""
import os
import socket
import subprocess
import time

from harness import Failed, Process, expect, run

REALM = "CONTOSO.TEST"
USER, PASSWORD = "alice", "P4ss.w0rd"

KRB5_CONF = """\
[libdefaults]
default_realm = {realm}
dns_lookup_kdc = false
dns_lookup_realm = false
dns_canonicalize_hostname = false
rdns = false
{more}
[realms]
{realm} = {{
    kdc = {kdc}
}}
"""

KDC_CONF = """\
[kdcdefaults]
kdc_listen = 127.0.0.1:{port}
kdc_tcp_listen = 127.0.0.1:{port}
[realms]
{realm} = {{
    database_name = {path}/principal
    key_stash_file = {path}/stash
    acl_file = {path}/acl
    supported_enctypes = aes256-cts:normal aes128-cts:normal
}}
[logging]
kdc = FILE:{path}/kdc.log
"""


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


class Kdc(Process):
    """krb5kdc; `with` ends it. path: a folder, a subfolder of which is ours.
    KRB5_CONFIG is set for programs that are started from now on."""

    def __init__(self, path):
        self.path = os.path.join(path, "kdc")
        os.mkdir(self.path)
        self.port = free_port()
        self.conf = self.krb5_conf("krb5.conf", f"127.0.0.1:{self.port}")
        with open(f"{self.path}/kdc.conf", "w", encoding="ascii") as file:
            file.write(KDC_CONF.format(realm=REALM, path=self.path,
                                       port=self.port))
        self.environment = {**os.environ, "KRB5_CONFIG": self.conf,
                            "KRB5_KDC_PROFILE": f"{self.path}/kdc.conf"}
        os.environ["KRB5_CONFIG"] = self.conf
        os.environ["KRB5CCNAME"] = f"{self.path}/no-ccache"
        self.do("kdb5_util", "create", "-r", REALM, "-s", "-P", "master")
        self.admin(f"addprinc -pw {PASSWORD} {USER}")
        super().__init__(["krb5kdc", "-n", "-r", REALM], self.path,
                         env=self.environment, stdout=subprocess.DEVNULL)
        end = time.monotonic() + 20
        while not self.ticket("ready", check=False):
            if self.poll() is not None or time.monotonic() > end:
                self.end()
                raise Failed("krb5kdc is not ready:", self.said())
            time.sleep(0.05)

    def krb5_conf(self, name, kdc, more=""):
        """A krb5.conf of that name; to be given as KRB5_CONFIG."""
        name = os.path.join(self.path, name)
        with open(name, "w", encoding="ascii") as file:
            file.write(KRB5_CONF.format(realm=REALM, kdc=kdc, more=more))
        return name

    def do(self, *argv):
        done = run([*argv], env=self.environment)
        expect(done.status == 0, done)
        return done

    def admin(self, query):
        return self.do("kadmin.local", "-r", REALM, "-q", query)

    def keytab(self, *services, name="services.keytab"):
        """Services with new keys, in one keytab."""
        keytab = os.path.join(self.path, name)
        for service in services:
            self.admin(f"addprinc -randkey {service}")
            self.admin(f"ktadd -k {keytab} {service}")
        return keytab

    def ticket(self, name, check=True):
        """kinit into a credentials cache of that name; its path, or None."""
        ccache = os.path.join(self.path, name)
        done = subprocess.run(
            ["kinit", "-c", ccache, f"{USER}@{REALM}"], check=False,
            env=self.environment, input=f"{PASSWORD}\n", text=True,
            capture_output=True)
        expect(not check or done.returncode == 0, done.stdout, done.stderr)
        return ccache if done.returncode == 0 else None
