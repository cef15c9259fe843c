/* SPDX-License-Identifier: Apache-2.0 */
/* What a check can learn, one row a field; model/fact.h makes it a type. */
#ifndef RPCDIAG_MODEL_FACT_FIELDS_H
#define RPCDIAG_MODEL_FACT_FIELDS_H

#include "model/fact_fields_node.h"
#include "model/fact_fields_service.h"
#include "model/fact_fields_time.h"
#include "model/fact_fields_way.h"

/* X(key, name in the report, type, what it says) */
#define FACT_FIELDS(X) \
	FACT_FIELDS_WAY(X) \
	X(HTTP_METHOD, "http_method", FACT_STR, "method sent") \
	X(HTTP_PATH, "http_path", FACT_STR, "path sent") \
	X(HTTP_RESULT, "http_result", FACT_STR, \
	    "answered, timeout, refused, closed, reset, garbage, failure") \
	X(CONNECT_END, "connect_end", FACT_STR, \
	    "why the connection it needs did not open, although others had: " \
	    "timeout, refused, closed, reset, failure") \
	X(HTTP_FORWARD, "http_forward", FACT_BOOL, \
	    "the forward proxy answered, not the target") \
	X(HTTP_SCHEMES, "http_schemes", FACT_LIST, \
	    "schemes offered in a 401 or 407") \
	X(HTTP_REALM, "http_realm", FACT_STR, "realm of Basic in a 401") \
	X(HTTP_LOCATION, "http_location", FACT_STR, "where a 3xx points") \
	X(HTTP_CONTENT_TYPE, "http_content_type", FACT_STR, "of the answer") \
	X(HTTP_TITLE, "http_title", FACT_STR, "<title> of an HTML answer") \
	X(HTTP_AUTHOR, "http_author", FACT_STR, \
	    "author: rpcproxy, exchange, iis, http.sys, device, unknown") \
	X(HTTP_VIA, "http_via", FACT_STR, "Via header") \
	X(HTTP_FE_SERVER, "http_fe_server", FACT_STR, "X-FEServer header") \
	X(HTTP_COOKIES, "http_cookies", FACT_LIST, \
	    "names of the cookies set, without their values") \
	X(HTTP_CAS_ERROR, "http_cas_error", FACT_STR, "X-CasErrorCode header") \
	X(HTTP_DATE_SKEW_S, "http_date_skew_s", FACT_INT, \
	    "server Date minus our clock, seconds") \
	X(HTTP_CREDENTIALS, "http_credentials_sent", FACT_BOOL, \
	    "the request carried credentials") \
	X(HTTP_ACCEPTED, "http_credentials_accepted", FACT_BOOL, \
	    "the answer was not a 401") \
	X(HTTP_FORM, "http_form", FACT_BOOL, "the HTML holds a form") \
	X(ECHO_PDU, "echo_pdu", FACT_BOOL, "the body was the echo RTS PDU") \
	X(TUNNEL_TARGET, "tunnel_target", FACT_STR, "server:port asked for") \
	X(TUNNEL_CONTROL, "tunnel_control", FACT_BOOL, \
	    "the target is a control that must be refused") \
	X(TUNNEL_REFERRED, "tunnel_referred", FACT_BOOL, \
	    "a referral sends clients to this target") \
	X(TUNNEL_REACHED, "tunnel_reached", FACT_STR, \
	    "nothing, out-200, conn-a3, conn-c2") \
	X(TUNNEL_CHANNEL, "tunnel_channel", FACT_STR, \
	    "which one ended it: in, out") \
	X(TUNNEL_END, "tunnel_end", FACT_STR, \
	    "http, timeout, closed, reset, protocol, failure, apart (not " \
	    "waited for, its channels were at two front ends)") \
	X(TUNNEL_RPC_ERROR, "tunnel_rpc_error", FACT_INT, \
	    "number of a 503 RPC Error") \
	X(TUNNEL_TIMEOUT_MS, "tunnel_timeout_ms", FACT_INT, \
	    "ConnectionTimeout") \
	X(TUNNEL_WINDOW, "tunnel_window", FACT_INT, \
	    "ReceiveWindowSize of IN, bytes") \
	X(TUNNEL_CHUNKED, "tunnel_chunked", FACT_BOOL, "OUT body re-framed") \
	X(TUNNEL_PINGS, "tunnel_pings", FACT_INT, "pings received") \
	X(TUNNEL_LOCAL_OUT, "tunnel_local_out", FACT_STR, "our end of OUT") \
	X(TUNNEL_CROSSED, "tunnel_crossed", FACT_BOOL, \
	    "its channels went to two addresses of the proxy") \
	X(TUNNEL_ONE_SESSION, "tunnel_one_session", FACT_BOOL, \
	    "IN was to go on with the TLS session of OUT") \
	X(TUNNEL_RESUMED, "tunnel_resumed", FACT_BOOL, "and did") \
	FACT_FIELDS_NODE(X) \
	X(TUNNEL_LOCAL_IN, "tunnel_local_in", FACT_STR, "our end of IN") \
	X(BIND_INTERFACE, "bind_interface", FACT_STR, "name or UUID") \
	X(BIND_RESULT, "bind_result", FACT_STR, \
	    "accepted, rejected, nak, fault, timeout, closed, protocol") \
	X(BIND_REASON, "bind_reason", FACT_INT, "reason of a reject or nak") \
	X(INTERFACE, "interface", FACT_STR, "EMSMDB, RFRI, NSPI, epm, TSGU") \
	X(CALL_NAME, "call_name", FACT_STR, "operation called") \
	X(CALL_RESULT, "call_result", FACT_STR, \
	    "ok, error (what it returned is the status), fault, timeout, " \
	    "closed, protocol") \
	X(CALL_COUNT, "call_count", FACT_INT, "calls made") \
	X(CALLS_PER_S, "calls_per_s", FACT_INT, "calls per second") \
	X(CALL_MIN_US, "call_min_us", FACT_INT, "the fastest call") \
	X(CALL_MEAN_US, "call_mean_us", FACT_INT, "the mean of all") \
	X(CALL_P50_US, "call_p50_us", FACT_INT, "half were not slower") \
	X(CALL_P95_US, "call_p95_us", FACT_INT, "95 % were not slower") \
	X(CALL_P99_US, "call_p99_us", FACT_INT, "99 % were not slower") \
	X(CALL_MAX_US, "call_max_us", FACT_INT, "the slowest call") \
	X(MAPPED_PORT, "mapped_port", FACT_INT, "what ept_map answered") \
	X(MGMT_LISTENING, "mgmt_listening", FACT_BOOL, "is_server_listening") \
	X(MGMT_INTERFACES, "mgmt_interfaces", FACT_LIST, "inq_if_ids") \
	FACT_FIELDS_SERVICE(X) \
	X(INSIDE_CONNECT, "inside_connect", FACT_STR, \
	    "ok, refused, timeout, unreachable, unresolved, failure") \
	X(INSIDE_GREETING, "inside_greeting", FACT_STR, "ok, wrong, none") \
	X(INSIDE_BIND, "inside_bind", FACT_STR, \
	    "accepted, rejected, nak, fault, timeout, closed") \
	X(AUTH_RESULT, "auth_result", FACT_STR, \
	    "accepted, checked, unproven, provider_unknown, " \
	    "token_refused, denied, level_refused, unsigned, " \
	    "unverified, no_token, rejected, fault, closed, timeout") \
	X(AUTH_EVIDENCE, "auth_evidence", FACT_STR, \
	    "verified reply, reply, bind_ack reject N, bind_nak N, fault N") \
	X(AUTH_ACCOUNT, "auth_account", FACT_STR, \
	    "proxy: the one that logs on there; own: one for RPC alone") \
	X(AUTH_FAULT, "auth_fault", FACT_STR, \
	    "password, user, account, target, kdc, clock, credentials, " \
	    "mechanism, ticket, token, other") \
	X(AUTH_USER, "auth_user", FACT_STR, \
	    "who logged on, if not who was asked for") \
	X(AUTH_TEXT, "auth_text", FACT_STR, "the security library's words") \
	X(AUTH_PACKAGE, "auth_package", FACT_STR, \
	    "what the logon was made with: kerberos, ntlm") \
	X(AUTH_CLIENT, "auth_client", FACT_STR, \
	    "the principal that Kerberos took the user for") \
	X(AUTH_SPN, "auth_spn", FACT_STR, \
	    "the service that a ticket was wanted for") \
	X(KERBEROS_ERROR, "kerberos_error", FACT_INT, \
	    "error number of the KDC or the server (RFC 4120 7.5.9)") \
	X(KDC_RESULT, "kdc_result", FACT_STR, \
	    "what the KDC says to the account: ok, refused, none") \
	X(AUTH_BINDING, "auth_binding", FACT_STR, \
	    "of an experiment's logon: none, wrong, origin (past the device)") \
	X(AUTH_CHALLENGES, "auth_challenges", FACT_INT, \
	    "challenges the server sent in the logon") \
	X(AUTH_APART, "auth_apart", FACT_STR, \
	    "why NTLM's messages did not meet: computers (several answered " \
	    "on one connection), again (a challenge came to the last " \
	    "message), closed (the connection was not kept)") \
	X(EXTENDED_PROTECTION, "extended_protection", FACT_STR, \
	    "off, allowed, required") \
	X(NODE_DOMAIN, "node_domain", FACT_STR, \
	    "NetBIOS domain an NTLM challenge told") \
	X(NODE_NAME, "node_name", FACT_STR, \
	    "computer name an NTLM challenge told") \
	X(IN_ALIVE, "in_alive", FACT_BOOL, \
	    "a deliberate error was answered on the IN channel") \
	FACT_FIELDS_TIME(X)

#endif
