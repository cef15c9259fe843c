# SPDX-License-Identifier: Apache-2.0
"""A Samba Active Directory domain controller: KDC on port 88, endpoint mapper
on port 135, every mechanism and level. To be started in namespace.enter."""
import os
import subprocess
import time

from harness import Failed, Process, expect, run
from namespace import DOMAIN, HOST

REALM = DOMAIN.upper()
NETBIOS = "CONTOSO"
USER, PASSWORD = "administrator", "P4ss.w0rd"
WEB = f"web.{DOMAIN}"

KRB5_CONF = """\
[libdefaults]
default_realm = {realm}
dns_lookup_kdc = false
dns_canonicalize_hostname = false
rdns = false
{more}
[realms]
{realm} = {{
    kdc = {kdc}
}}
[domain_realm]
.{domain} = {realm}
"""


def krb5_conf(path, name, kdc="127.0.0.1", more=""):
    """A krb5.conf of that name; to be given to a program as KRB5_CONFIG."""
    name = os.path.join(path, name)
    with open(name, "w", encoding="ascii") as file:
        file.write(KRB5_CONF.format(realm=REALM, domain=DOMAIN, kdc=kdc,
                                    more=more))
    return name


class Domain(Process):
    """The controller; `with` ends it. path: a folder of its own."""

    def __init__(self, path):
        self.path = path
        self.krb5_conf = krb5_conf(path, "krb5.conf")
        os.environ["KRB5_CONFIG"] = self.krb5_conf
        self.smb_conf = os.path.join(path, "ad", "etc", "smb.conf")
        self.provision()
        super().__init__(
            ["samba", "-s", self.smb_conf, "-i", "--no-process-group",
             "-d", "0", "--option=server services=rpc ldap cldap kdc winbindd",
             "--option=interfaces=lo", "--option=bind interfaces only=yes",
             f"--option=ncalrpc dir={path}/ad/ncalrpc",
             f"--option=pid directory={path}/ad",
             "--option=dns update command=/bin/true"],
            path, stdout=subprocess.DEVNULL)
        try:
            self.wait_for_logon()
        except Failed:
            self.end()
            raise

    def provision(self):
        done = run(["samba-tool", "domain", "provision", "-q",
                    f"--realm={REALM}", f"--domain={NETBIOS}",
                    "--host-name=dc1", "--host-ip=127.0.0.1",
                    f"--adminpass={PASSWORD}", "--dns-backend=NONE",
                    "--server-role=dc", f"--targetdir={self.path}/ad"])
        expect(done.status == 0, "provision:", done)

    def tool(self, *arguments):
        done = run(["samba-tool", *arguments, "-s", self.smb_conf])
        expect(done.status == 0, done)

    def wait_for_logon(self, seconds=30):
        end = time.monotonic() + seconds
        while not self.ticket(os.path.join(self.path, "first"), check=False):
            expect(self.poll() is None, "ended early:", self.said())
            expect(time.monotonic() < end, "not ready:", self.said())
            time.sleep(0.1)

    def ticket(self, ccache, check=True):
        """kinit into a credentials cache."""
        done = subprocess.run(
            ["kinit", "-c", ccache, f"{USER}@{REALM}"], check=False,
            input=f"{PASSWORD}\n", text=True, capture_output=True)
        expect(not check or done.returncode == 0, done.stdout, done.stderr)
        return done.returncode == 0

    def web_keytab(self):
        """The key of a web server, HTTP/web.contoso.test."""
        keytab = os.path.join(self.path, "web.keytab")
        self.tool("user", "create", "web", PASSWORD)
        self.tool("spn", "add", f"HTTP/{WEB}", "web")
        self.tool("domain", "exportkeytab", keytab,
                  f"--principal=HTTP/{WEB}")
        return keytab

    def user_keytab(self):
        keytab = os.path.join(self.path, "user.keytab")
        self.tool("domain", "exportkeytab", keytab, f"--principal={USER}")
        return keytab
