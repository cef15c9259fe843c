# SPDX-License-Identifier: Apache-2.0
"""One endpoint ping by impacket: a tunnel with Basic, a bind to the mgmt
interface and is_server_listening, as often as asked.

Usage: impacket_ping.py URL SERVER PORT USER PASSWORD-FILE [CALLS]
"""
import sys
import time

from impacket.dcerpc.v5 import mgmt, transport
from impacket.http import AUTH_BASIC


def main(url, server, port, user, password_file, calls="1"):
    with open(password_file, encoding="utf-8") as file:
        password = file.readline().rstrip("\n")
    domain, _, name = user.rpartition("\\")
    channel = transport.DCERPCTransportFactory(f"ncacn_http:{server}[{port}]")
    channel.set_rpc_proxy_url(url)  # first: it says whose credentials follow
    channel.set_credentials(name, password, domain)
    channel.set_auth_type(AUTH_BASIC)
    dce = channel.get_dce_rpc()
    dce.connect()
    dce.bind(mgmt.MSRPC_UUID_MGMT)
    began = time.monotonic()
    for _ in range(int(calls)):
        mgmt.his_server_listening(dce)
    print(f"{int(calls) / (time.monotonic() - began):.0f} calls/s")
    dce.disconnect()


if __name__ == "__main__":
    main(*sys.argv[1:])
