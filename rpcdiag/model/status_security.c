/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers of logons: SSPI and certificates ([MS-ERREF] 2.1), Kerberos (RFC
 * 4120 7.5.9).
 */
#include "model/status_family.h"

static const struct status_name sspi[] = {
	{ 0x00090312, "SEC_I_CONTINUE_NEEDED", "another leg is needed; normal",
	    0 },
	{ 0x80090302, "SEC_E_UNSUPPORTED_FUNCTION",
	    "mechanism or flags not supported", 0 },
	{ 0x80090303, "SEC_E_TARGET_UNKNOWN", "the service name is unknown",
	    0 },
	{ 0x80090304, "SEC_E_INTERNAL_ERROR", "the security authority failed",
	    0 },
	{ 0x80090305, "SEC_E_SECPKG_NOT_FOUND", "no such security package", 0 },
	{ 0x80090308, "SEC_E_INVALID_TOKEN", "malformed token", 0 },
	{ 0x8009030c, "SEC_E_LOGON_DENIED", "the logon was refused", 0 },
	{ 0x8009030d, "SEC_E_UNKNOWN_CREDENTIALS",
	    "the credentials are not understood", 0 },
	{ 0x8009030e, "SEC_E_NO_CREDENTIALS", "no credentials are available",
	    0 },
	{ 0x8009030f, "SEC_E_MESSAGE_ALTERED", "the signature does not fit",
	    0 },
	{ 0x80090310, "SEC_E_OUT_OF_SEQUENCE", "the message is out of sequence",
	    0 },
	{ 0x80090311, "SEC_E_NO_AUTHENTICATING_AUTHORITY",
	    "no domain controller answers", 0 },
	{ 0x80090322, "SEC_E_WRONG_PRINCIPAL",
	    "the peer is not who was asked for", 0 },
	{ 0x80090324, "SEC_E_TIME_SKEW", "the clocks differ too much", 0 },
	{ 0x80090325, "SEC_E_UNTRUSTED_ROOT", "certificate from an unknown CA",
	    0 },
	{ 0x80090326, "SEC_E_ILLEGAL_MESSAGE",
	    "unexpected or malformed message", 0 },
	{ 0x80090327, "SEC_E_CERT_UNKNOWN", "the certificate is not usable",
	    0 },
	{ 0x80090328, "SEC_E_CERT_EXPIRED", "the certificate has expired", 0 },
	{ 0x80090331, "SEC_E_ALGORITHM_MISMATCH",
	    "no common TLS version or cipher", 0 },
	{ 0x80090346, "SEC_E_BAD_BINDINGS", "the channel binding does not fit",
	    0 },
	{ 0x80090349, "SEC_E_CERT_WRONG_USAGE",
	    "the certificate is not for this use", 0 },
	{ 0x80090350, "SEC_E_DOWNGRADE_DETECTED", "the security was downgraded",
	    0 },
};

static const struct status_name cert[] = {
	{ 0x80092013, "CRYPT_E_REVOCATION_OFFLINE",
	    "the revocation list cannot be fetched", 0 },
	{ 0x800b0101, "CERT_E_EXPIRED", "certificate out of date", 0 },
	{ 0x800b0109, "CERT_E_UNTRUSTEDROOT", "certificate from an unknown CA",
	    0 },
	{ 0x800b010c, "CERT_E_REVOKED", "the certificate was revoked", 0 },
	{ 0x800b010f, "CERT_E_CN_NO_MATCH", "certificate for another name", 0 },
	{ 0x800b0112, "CERT_E_UNTRUSTEDCA", "an authority is not trusted here",
	    0 },
};

static const struct status_name kerberos[] = {
	{ 6, "KDC_ERR_C_PRINCIPAL_UNKNOWN", "the KDC does not know the account",
	    0 },
	{ 7, "KDC_ERR_S_PRINCIPAL_UNKNOWN",
	    "the KDC does not know the name of the service", 0 },
	{ 12, "KDC_ERR_POLICY", "the KDC refuses by policy", 0 },
	{ 14, "KDC_ERR_ETYPE_NOSUPP", "no common encryption type", 0 },
	{ 18, "KDC_ERR_CLIENT_REVOKED",
	    "the account is disabled, expired or locked", 0 },
	{ 23, "KDC_ERR_KEY_EXPIRED", "the password has expired", 0 },
	{ 24, "KDC_ERR_PREAUTH_FAILED", "wrong password", 0 },
	{ 25, "KDC_ERR_PREAUTH_REQUIRED",
	    "the KDC wants proof of the password first; normal", 0 },
	{ 29, "KDC_ERR_SVC_UNAVAILABLE", "the KDC is not available", 0 },
	{ 31, "KRB_AP_ERR_BAD_INTEGRITY", "decryption failed: wrong key", 0 },
	{ 32, "KRB_AP_ERR_TKT_EXPIRED", "the ticket has expired", 0 },
	{ 33, "KRB_AP_ERR_TKT_NYV", "the ticket is not valid yet", 0 },
	{ 34, "KRB_AP_ERR_REPEAT", "the request is a replay", 0 },
	{ 37, "KRB_AP_ERR_SKEW", "the clocks differ too much", 0 },
	{ 41, "KRB_AP_ERR_MODIFIED", "the ticket was made for another key", 0 },
	{ 52, "KRB_ERR_RESPONSE_TOO_BIG", "the answer does not fit UDP; normal",
	    0 },
	{ 60, "KRB_ERR_GENERIC", "unspecified Kerberos error", 0 },
	{ 68, "KDC_ERR_WRONG_REALM", "another realm is responsible", 0 },
};

const struct status_family status_family_sspi = {
	.name = "sspi",
	.title = "Windows security package",
	.rows = sspi,
	.n = sizeof(sspi) / sizeof(sspi[0]),
};

const struct status_family status_family_cert = {
	.name = "certificate",
	.title = "Windows certificate check",
	.rows = cert,
	.n = sizeof(cert) / sizeof(cert[0]),
};

const struct status_family status_family_kerberos = {
	.name = "kerberos",
	.title = "Kerberos",
	.rows = kerberos,
	.n = sizeof(kerberos) / sizeof(kerberos[0]),
	.apart = true,
};
