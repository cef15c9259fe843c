/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of model/fact_fields.h about the way to the front end, before any
 * HTTP: names, connections, certificates. */
#ifndef RPCDIAG_MODEL_FACT_FIELDS_WAY_H
#define RPCDIAG_MODEL_FACT_FIELDS_WAY_H

#define FACT_FIELDS_WAY(X) \
	X(DNS_RESULT, "dns_result", FACT_STR, \
	    "ok, nxdomain, nodata, timeout, failure") \
	X(DNS_ADDRESSES, "dns_addresses", FACT_LIST, "every A and AAAA") \
	X(DNS_DOMAIN_KNOWN, "dns_domain_known", FACT_BOOL, \
	    "the name is unknown where its domain is known") \
	X(DNS_SERVER, "dns_server", FACT_STR, \
	    "who was asked, if not the system") \
	X(TCP_RESULT, "tcp_result", FACT_STR, \
	    "ok, refused, timeout, unreachable, failure") \
	X(FORWARD_PROXY, "forward_proxy", FACT_STR, \
	    "this is about the forward proxy, HOST:PORT") \
	X(FORWARD_AUTH, "forward_auth", FACT_STR, \
	    "mechanism of a logon to the forward proxy") \
	X(FORWARD_ERROR, "forward_error", FACT_STR, \
	    "X-Squid-Error header: why a forward proxy failed") \
	X(TLS_RESULT, "tls_result", FACT_STR, \
	    "ok, alert, reset, closed, timeout, not_tls, failure") \
	X(TLS_ALERT, "tls_alert", FACT_INT, "alert number (RFC 8446 6)") \
	X(TLS_VERSION, "tls_version", FACT_STR, "TLSv1.3, ...") \
	X(TLS_CIPHER, "tls_cipher", FACT_STR, "OpenSSL's name of the suite") \
	X(TLS_TRUSTED, "tls_trusted", FACT_BOOL, \
	    "chain ends in a trusted root") \
	X(TLS_VERIFY, "tls_verify", FACT_STR, "OpenSSL's word on the chain") \
	X(TLS_NAME_OK, "tls_name_ok", FACT_BOOL, "certificate names the host") \
	X(TLS_IN_TIME, "tls_in_time", FACT_BOOL, "inside its validity") \
	X(TLS_MSSTD_OK, "tls_msstd_ok", FACT_BOOL, "msstd name matches") \
	X(TLS_SUBJECT, "tls_subject", FACT_STR, "subject of the leaf") \
	X(TLS_ISSUER, "tls_issuer", FACT_STR, "issuer of the leaf") \
	X(TLS_NAMES, "tls_names", FACT_LIST, "subject alternative names") \
	X(TLS_NOT_BEFORE, "tls_not_before", FACT_STR, "RFC 3339") \
	X(TLS_NOT_AFTER, "tls_not_after", FACT_STR, "RFC 3339") \
	X(TLS_DAYS_LEFT, "tls_days_left", FACT_INT, "days to not_after") \
	X(TLS_CHAIN_LENGTH, "tls_chain_length", FACT_INT, "certificates sent") \
	X(TLS_SELF_SIGNED, "tls_self_signed", FACT_BOOL, "leaf signs itself") \
	X(TLS_FINGERPRINT, "tls_fingerprint_sha256", FACT_STR, "of the leaf") \
	X(TLS_FINGERPRINT_OK, "tls_fingerprint_ok", FACT_BOOL, \
	    "it is the one that was expected") \
	X(TLS_SHARED, "tls_shared", FACT_BOOL, \
	    "the proxy shows the same certificate") \
	X(TLS_CLIENT_CERT_ASKED, "tls_client_cert_asked", FACT_BOOL, \
	    "the server asked for a client certificate") \
	X(TLS_CLIENT_CERT_SHOWN, "tls_client_cert_shown", FACT_BOOL, \
	    "it was given one")

#endif
