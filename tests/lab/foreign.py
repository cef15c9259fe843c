# SPDX-License-Identifier: Apache-2.0
"""How clients that nobody here wrote are run against the lab: as programs of
their own, so that a hang ends with them. Judges nothing but their end."""
import sys

import raw  # noqa: F401  (sets the path for the next line)
from harness import expect, run

# The start of a program that has impacket at hand: dce is connected through
# the proxy to a port, at a level of RPC security with NTLM (0 = without).
# Its arguments: the site as JSON, the port, the level; rest is what follows.
IMPACKET = """
import json, sys
from impacket.dcerpc.v5 import transport
from impacket import http
site, port, level = json.loads(sys.argv[1]), *map(int, sys.argv[2:4])
rest = sys.argv[4:]
with open(site["password_file"]) as file:
    password = file.read().strip()
domain, user = site["user"].split("\\\\")
channel = transport.DCERPCTransportFactory(
    "ncacn_http:%s[%d]" % (site["server"], port))
channel.set_rpc_proxy_url(site["proxy"])
channel.set_credentials(user, password, domain)
channel.set_auth_type(
    getattr(http, "AUTH_" + site.get("scheme", "basic").upper()))
dce = channel.get_dce_rpc()
if level:
    # The credentials of the channel are for HTTP alone.
    dce.set_credentials(user, site.get("rpc_password", password), domain)
    dce.set_auth_type(10)
    dce.set_auth_level(level)
"""


def python(code, *arguments, seconds=60):
    """Run it; its last line has to be "done". All lines."""
    outcome = run([sys.executable, "-c", code, *map(str, arguments)], seconds)
    expect(outcome.status == 0 and outcome.stdout.endswith("done\n"), outcome)
    return outcome.stdout.splitlines()


def ended_well(lab):
    status = lab.end()
    said = lab.said()
    expect(status == 0 and "Sanitizer" not in said, status, said)
    expect("logon refused" not in said, said)
