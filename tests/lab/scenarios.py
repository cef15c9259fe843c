# SPDX-License-Identifier: Apache-2.0
"""Every scenario of the lab: it starts, shows the fault it is named for to a
client on bare sockets, and ends cleanly. A row is what must be seen:

    front    a GET without logon: status, or why there was none
    echo     the proxy's echo
    6001...  how far a virtual connection comes (see raw.py)
    seconds  at least so long, and less than a second longer

What is not named in a row must be as in the healthy site."""
import concurrent.futures
import subprocess
import sys

from raw import Client  # sets the path for the next line
from harness import RPCDIAG_LAB, Failed, Lab, expect, folder

HEALTHY = {"front": 401, "echo": 200, 6001: "bind", 6002: "bind",
           6004: "bind"}


def every(symbol):
    return {6001: symbol, 6002: symbol, 6004: symbol}


def device(status):
    return {"front": status, "echo": status, **every(str(status))}


# Unreachable by TCP or TLS: what a request ends with.
def broken(name):
    return {"front": name, "echo": name, **every(name)}


CLOSED = "503 6ba conn"
ROWS = {
    "HEALTHY": {},
    "HEALTHY.device": {},
    "HEALTHY.inside": {},
    "HEALTHY.mailbox": {},
    "HEALTHY.mapper": {},
    "HEALTHY.referred": {},
    "HEALTHY.chain": {},
    "HEALTHY.fingerprint": {},
    "TLS_INTERCEPTION": {},
    "HEALTHY.nodes": {},
    "HEALTHY.ntlm": {},
    # Bare sockets speak Basic only; tests/lab/http_logon.py knows better.
    "HEALTHY.negotiate": device(401),
    "HEALTHY.bound": device(401),
    "HEALTHY.protected": {},
    "DNS_PROXY_NXDOMAIN": broken("gaierror"),
    "DNS_PROXY_SHORT_NAME": broken("gaierror"),
    # Bare sockets ask nobody where localhost is.
    "DNS_SPLIT_BRAIN": {},
    "TCP_REFUSED": broken("ConnectionRefusedError"),
    "TCP_FILTERED": broken("TimeoutError"),
    # Bare sockets go directly; tests/lab/forward.py has the others.
    "HEALTHY.forward": {},
    "TCP_REFUSED.forward": broken("ConnectionRefusedError"),
    "FORWARD_PROXY_REQUIRED": broken("TimeoutError"),
    "FORWARD_PROXY_REQUIRED.stale": {},
    "FORWARD_PROXY_AUTH": {},
    "FORWARD_PROXY_AUTH.refused": {},
    "FORWARD_PROXY_AUTH.denied": {},
    "CLIENT_V6_PATH_BROKEN": {},
    "TLS_CERT_NAME_MISMATCH": broken("SSLCertVerificationError"),
    "TLS_CERT_UNTRUSTED": broken("SSLCertVerificationError"),
    "TLS_CERT_TIME": broken("SSLCertVerificationError"),
    "TLS_CERT_TIME.closed": broken("SSLCertVerificationError"),
    "TLS_CERT_TIME.soon": {},
    "TLS_VERSION_MISMATCH": broken("SSLError"),
    "TLS_RESET_BY_MIDDLEBOX": broken("ConnectionResetError"),
    "TLS_RESET_BY_MIDDLEBOX.plain": broken("SSLError"),
    # Bare sockets name no protocol, and are not asked for one.
    "HTTP2_FRONT_END": {},
    "TLS_PRINCIPAL_NAME_MISMATCH": {},
    # Where a certificate is asked for by the way, and a logon does as well.
    "HEALTHY.certificate": {},
    "TLS_CLIENT_CERT_REQUIRED": broken("SSLError"),
    "TLS_CLIENT_CERT_REQUIRED.b": device(403),
    "RPC_VDIR_MISSING": device(404),
    "RPC_ISAPI_BLOCKED": {"echo": 404, **every("404")},
    "RPC_ISAPI_BLOCKED.a": device(404),
    "RPC_PROXY_NOT_LOADED": {"echo": 500, **every("500")},
    "RPC_PROXY_DISABLED": {"echo": 503, **every("503 6ba")},
    "RPC_PROXY_ACCESS_DENIED_5": every("503 5"),
    "RPC_PROXY_ACCESS_DENIED_5.b": every("A3"),
    "IIS_REQUEST_LIMIT": every("in 404"),
    "IIS_REQUEST_LIMIT.b": every("in 404"),
    "RPC_METHOD_BLOCKED": {"echo": 405, **every("405")},
    "RPC_METHOD_BLOCKED.501": {"echo": 501, **every("501")},
    "APP_POOL_DOWN": device(503),
    "REVPROXY_BACKEND_DOWN": device(502),
    "REVPROXY_BODY_LIMIT": every("in 413"),
    "LOGIN_PAGE_REDIRECT": device(302),
    "RPC_PROXY_UNSECURE_OR_ANON_REJECT": device(401),
    "SSL_OFFLOAD_403_SSL_REQUIRED": device(403),
    "HTTP_BAD_CREDENTIALS": device(401),
    "HTTP_BAD_CREDENTIALS.second": device(401),
    "HTTP_BAD_CREDENTIALS.v6": device(401),
    "HTTP_ACCOUNT_RESTRICTED": device(401),
    "VDIR_ACL_DENIED": device(401),
    "VDIR_ACL_DENIED.second": device(401),
    "OAB_ONLY_AUTH_FAILURE": {},
    "HTTP_BASIC_DOMAIN_FORM": device(401),
    "HTTP_BASIC_DOMAIN_FORM.ntlm": device(401),
    "HTTP_BASIC_DOMAIN_FORM.b": device(401),
    "HTTP_AUTH_SCHEME_MISMATCH": device(401),
    "WAF_ECHO_SWALLOWED": {"echo": "nothing"},
    "VALIDPORTS_DENIED": every("503 6ba"),
    "VALIDPORTS_PARTIAL": {6004: "503 6ba"},
    "VALIDPORTS_DENIED.v6": every("503 6ba"),
    # Bare sockets write the name as it stands.
    "VALIDPORTS_PARTIAL.form": device(401),
    "VALIDPORTS_PARTIAL.b": {6001: "503 6ba", 6002: "503 6ba"},
    "VALIDPORTS_NAME_FORM": every("503 6ba"),
    # Not the names that these are about; rpcdiag gets them as options.
    "BACKEND_NAME_UNRESOLVED": every("503 6ba"),
    "HEALTHY.gateway": every("503 6ba"),
    "HEALTHY.gateway_recycled": every("503 6ba"),
    "RDGW_EXCHANGE_COLLISION": every("503 6ba"),
    "RDGW_NO_LISTENER": every("503 6ba"),
    "RDGW_POLICY_DENIED": device(401),
    "BACKEND_ALL_CLOSED": {**every(CLOSED), "seconds": 1.0},
    "BACKEND_ONE_PORT_CLOSED": {6002: CLOSED, 6004: CLOSED, "seconds": 1.0},
    "BACKEND_ONE_PORT_CLOSED.a": {6001: CLOSED, "seconds": 1.0},
    "BACKEND_ONE_PORT_CLOSED.c": {6004: CLOSED, "seconds": 1.0},
    # The lab is started with a connect time-out of 2 s for this test.
    # The raw client's channels come one after the other, to both nodes.
    "DSPROXY_SPLIT_PROFILE_ONLY": {6004: "A3"},
    "MBX_NAME_IS_VIP": every("A3"),
    "DNS_MULTI_A_CHANNEL_SPLIT": {},
    # Time shows these; see tests/interop/scenarios.sh.
    "HEALTHY.held": {},
    "HEALTHY.recycled": {},
    "HEALTHY.recycled_in": {},
    "HEALTHY.recycled_away": {},
    "HEALTHY.recycled_refused": {},
    "HEALTHY.recycled_unheard": {},
    "HEALTHY.recycled_cut": {},
    "HEALTHY.recycled_alien": {},
    "IDLE_TIMEOUT_MIDDLEBOX": {},
    "IDLE_TIMEOUT_MIDDLEBOX.silent": {},
    "APP_POOL_RECYCLE": {},
    "HEALTHY.watched": {},
    "VALIDPORTS_STALE": every("503 6ba"),
    "VALIDPORTS_STALE.undone": {},
    "VDIR_AUTH_REVERTED": {},
    "CHANNEL_BYTE_CAP": {},
    # Each connection may be answered otherwise.
    "SERVER_OVERLOADED": {},
    "SERVER_OVERLOADED.proxy": {},
    "SERVER_OVERLOADED.watched": {},
    "NODE_INCONSISTENT": None,
    "NODE_INCONSISTENT.b": None,
    "HEALTHY.farm": {},
    "HEALTHY.affinity": {},
    "DSPROXY_SPLIT_CONNECTIVITY": {6004: "A3"},
    "DSPROXY_SPLIT_CONNECTIVITY.basic": {6004: "A3"},
    "DSPROXY_SPLIT_CONNECTIVITY.expiring": {6004: "A3"},
    # Bare sockets begin a session each; nodes.py goes on with one.
    "DSPROXY_SPLIT_CONNECTIVITY.session": {6004: "A3"},
    "DSPROXY_SPLIT_CONNECTIVITY.ticket": {6004: "A3"},
    "GATEWAY_CLUSTER_SPLIT": every("A3"),
    "GATEWAY_CLUSTER_SPLIT.leaf": every("A3"),
    "GATEWAY_CLUSTER_SPLIT.session": every("A3"),
    "BACKEND_FILTERED": {**every(CLOSED), "seconds": 2.0},
    "NOT_NCACN_HTTP_LISTENER": every("503 c0021009"),
    "NOT_NCACN_HTTP_LISTENER.b": {6004: "503 c0021009"},
    "DSPROXY_IPV4_ONLY_6004": {6004: CLOSED, "seconds": 1.0},
    "DSPROXY_IPV4_ONLY_6004.outside": {6004: CLOSED, "seconds": 1.0},
    "DSPROXY_IPV4_ONLY_6004.referral": {6004: CLOSED, "seconds": 1.0},
    "NSPI_PORT_6003_LAYOUT": {6004: CLOSED, "seconds": 1.0},
    "IN_CHANNEL_BUFFERED": every("A3"),
    "OUT_CHANNEL_BUFFERED": every("nothing"),
    "BACKEND_HANG": every("A3"),
    "BACKEND_HANG.d": {6004: "A3"},
    "RPC_MGMT_REFUSED_BENIGN": every("bind refused"),
    # What these refuse shows in tests/lab/rpc_security.py.
    "RFR_WINNT_REMOVED": {},
    "RFR_WINNT_REMOVED.nomgmt": every("bind refused"),
    "RPC_PROVIDER_UNREGISTERED": {},
    "RPC_PROVIDER_UNREGISTERED.b": {},
    "RPC_ENCRYPTION_REQUIRED": {},
    "RPC_INNER_BAD_CREDENTIALS": {},
    "RPC_INNER_BAD_CREDENTIALS.second": {},
    "RPC_INNER_BAD_CREDENTIALS.nomgmt": every("bind refused"),
    # Basic passes; tests/lab/http_logon.py has the others.
    "EXTENDED_PROTECTION_CBT": {},
    "EXTENDED_PROTECTION_CBT.required": {},
    "EXTENDED_PROTECTION_CBT.ntlm": device(401),
    "NTLM_CONN_AFFINITY_BROKEN": {},
    "NTLM_CONN_AFFINITY_BROKEN.ports": {6004: "503 6ba"},
    "NTLM_PREAUTH_UNSUPPORTED": {},
    "NTLM_PREAUTH_UNSUPPORTED.b": {},
    "IIS_KERNEL_MODE_AUTH": {},
    "IIS_KERNEL_MODE_AUTH.a": {},
    "FRONT_END_NO_DC": device(401),
    # What the door past the device shows: tests/interop/past_device.py.
    "EXTENDED_PROTECTION_CBT.required.direct": {},
    "EXTENDED_PROTECTION_CBT.ntlm.direct": device(401),
    "NTLM_CONN_AFFINITY_BROKEN.direct": {},
    "NTLM_CONN_AFFINITY_BROKEN.ntlm.direct": device(401),
    "IIS_KERNEL_MODE_AUTH.direct": {},
    "NTLM_PREAUTH_UNSUPPORTED.direct": {},
    "NTLM_PREAUTH_UNSUPPORTED.b.direct": {},
    "HTTP_AUTH_SCHEME_MISMATCH.direct": {},
    "IN_CHANNEL_BUFFERED.direct": every("A3"),
    "OUT_CHANNEL_BUFFERED.direct": every("nothing"),
    "BACKEND_HANG.direct": {6004: "A3"},
    # Bare sockets do not come so far; foreign_interfaces.py does.
    "RPC_ENCRYPTION_REQUIRED.store": {},
    "DSPROXY_V6_EMPTY_DC_LIST": {},
    "VALIDPORTS_DC_MISSING": {},
    "GC_NOT_ON_6004": {},
    "REFERRED_GC_DOWN": {},
    "REFERRED_GC_DOWN.restarted": {},
    "GC_NOT_ON_6004.one": {},
    "LEGACYDN_UNKNOWN": {},
    "MAILBOX_WRONG_SERVER": {},
    "MAILBOX_ACCESS_DENIED": {},
    "MAILBOX_ACCESS_DENIED.ntlm": {},
    "AB_NAME_NOT_MATCHED": {},
    "AB_NAME_NOT_MATCHED.hidden": {},
    "HEALTHY.association": {},
    "ASSOC_GUID_REGISTRATION_FAILED": {},
    "ASSOC_GUID_REGISTRATION_FAILED.mailbox": {},
    "E15_LEGACY_SERVER_NAME": {"echo": 404, **every("404 FE")},
    "E15_MAILBOX_GUID_NOT_FOUND": {"echo": 404, **every("404 FE")},
    "E15_INVALID_RPC_PORT": {"echo": 404, **every("404 FE")},
    "EPM_593_UNAVAILABLE": {},
    "HOSTILE_SILENT": broken("TimeoutError"),
    "HOSTILE_TLS_SILENT": broken("nothing"),
    "HOSTILE_DRIP": broken("nothing"),
    "HOSTILE_ENDLESS_BODY": device(401),
}


def listed():
    lines = subprocess.run([RPCDIAG_LAB, "--list"], check=True,
                           capture_output=True, text=True).stdout.splitlines()
    words = [line.split()[0] for line in lines if line.strip()]
    return {word for word in words if word.split(".")[0].isupper()}


def tunnel(client, port):
    try:
        return client.tunnel(port)
    except OSError as error:
        return type(error).__name__, 0.0


def look(client, row):
    """What is seen, in the form of a row; and what is wrong with it."""
    wanted = {**HEALTHY, **row}
    seconds = wanted.pop("seconds", None)
    seen = {"front": client.ask("GET", logon=False), "echo": client.echo()}
    for port in (6001, 6002, 6004):
        seen[port], took = tunnel(client, port)
        if seconds is not None and seen[port] == CLOSED:
            expect(seconds <= took < seconds + 1,
                   f"{port}: {took:.2f} s instead of {seconds}")
    wrong = [f"{key}: {seen[key]} instead of {value}"
             for key, value in wanted.items() if seen[key] != value]
    expect(not wrong, "; ".join(wrong))


def play(name):
    with folder() as path:
        lab = Lab(path, name, "--connect-timeout", "2")
        with lab:
            try:
                expect(lab.expect == name.split(".")[0], "expect")
                if ROWS[name] is not None:
                    look(Client(lab, 2.8), ROWS[name])
            finally:
                status = lab.end()
            said = lab.said()
        expect(status == 0, f"ended with {status}:", said)
        expect("Sanitizer" not in said and "runtime error" not in said, said)


def report(name):
    try:
        play(name)
        return True, f"ok - {name}"
    except Failed as failed:
        return False, f"not ok - {name}\n# {failed}"


def main():
    names = sys.argv[1:] or list(ROWS)
    good = True
    if not sys.argv[1:] and listed() != set(ROWS):
        print("not ok - --list and this table differ:",
              *sorted(listed() ^ set(ROWS)))
        good = False
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        for ok, line in pool.map(report, names):
            print(line, flush=True)
            good = good and ok
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
