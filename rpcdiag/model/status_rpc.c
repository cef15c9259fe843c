/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers of DCE/RPC itself: fault statuses (C706 appendix N) with the Win32
 * number a Windows client makes of them ([MS-RPCE] 3.1.1.5.5), the reasons of
 * bind_nak (C706 12.6.3.1, [MS-RPCE] 2.2.2.5) and bind_ack (their Win32
 * numbers are an inference); and those of RD
 * Gateway ([MS-TSGU] 2.2.6).
 */
#include "model/status_family.h"

static const struct status_name nca[] = {
	{ 0x16c9a0cd, "ept_s_cant_perform_op",
	    "the endpoint mapper cannot do that", 1752 },
	{ 0x16c9a0d3, "ept_s_invalid_entry", "invalid endpoint mapper entry",
	    1751 },
	{ 0x16c9a0d6, "ept_s_not_registered", "no endpoint is registered",
	    1753 },
	{ 0x1c000001, "nca_s_fault_int_div_by_zero", "integer division by zero",
	    1767 },
	{ 0x1c000002, "nca_s_fault_addr_error", "addressing error", 1768 },
	{ 0x1c000003, "nca_s_fault_fp_div_zero",
	    "floating-point division by zero", 1769 },
	{ 0x1c000004, "nca_s_fault_fp_underflow", "floating-point underflow",
	    1770 },
	{ 0x1c000005, "nca_s_fault_fp_overflow", "floating-point overflow",
	    1771 },
	{ 0x1c000006, "nca_s_fault_invalid_tag", "invalid tag", 1733 },
	{ 0x1c000007, "nca_s_fault_invalid_bound", "invalid array bounds",
	    1734 },
	{ 0x1c000008, "nca_s_rpc_version_mismatch", "RPC version mismatch",
	    1728 },
	{ 0x1c000009, "nca_s_unspec_reject", "rejected without a reason",
	    1726 },
	{ 0x1c00000a, "nca_s_bad_actid", "bad activity id", 1727 },
	{ 0x1c00000b, "nca_s_who_are_you_failed", "the call back failed",
	    1726 },
	{ 0x1c00000c, "nca_s_manager_not_entered", "the call did not run",
	    1727 },
	{ 0x1c00000d, "nca_s_fault_cancel", "the call was cancelled", 1818 },
	{ 0x1c00000e, "nca_s_fault_ill_inst", "illegal instruction", 1768 },
	{ 0x1c00000f, "nca_s_fault_fp_error", "floating-point error", 1771 },
	{ 0x1c000010, "nca_s_fault_int_overflow", "integer overflow", 1768 },
	{ 0x1c000012, "nca_s_fault_unspec", "fault without a reason", 1726 },
	{ 0x1c000013, "nca_s_fault_remote_comm_failure",
	    "the server lost its own server", 0 },
	{ 0x1c000014, "nca_s_fault_pipe_empty", "the pipe is empty", 1918 },
	{ 0x1c000015, "nca_s_fault_pipe_closed", "the pipe is closed", 1916 },
	{ 0x1c000016, "nca_s_fault_pipe_order", "pipes used in the wrong order",
	    1831 },
	{ 0x1c000017, "nca_s_fault_pipe_discipline",
	    "pipe used before the last was done", 1917 },
	{ 0x1c000018, "nca_s_fault_pipe_comm_error",
	    "communication failed in a pipe", 1820 },
	{ 0x1c000019, "nca_s_fault_pipe_memory", "out of memory for a pipe",
	    14 },
	{ 0x1c00001a, "nca_s_fault_context_mismatch",
	    "context handle not known", 6 },
	{ 0x1c00001b, "nca_s_fault_remote_no_memory",
	    "the server is out of memory", 1130 },
	{ 0x1c00001c, "nca_s_invalid_pres_context_id",
	    "unknown presentation context", 1728 },
	{ 0x1c00001d, "nca_s_unsupported_authn_level",
	    "authentication level not accepted", 1821 },
	{ 0x1c00001f, "nca_s_invalid_checksum", "wrong checksum", 1727 },
	{ 0x1c000020, "nca_s_invalid_crc", "wrong CRC", 1727 },
	{ 0x1c000021, "nca_s_fault_user_defined",
	    "an exception of the application", 0 },
	{ 0x1c000022, "nca_s_fault_tx_open_failed",
	    "the transaction did not open", 0 },
	{ 0x1c000023, "nca_s_fault_codeset_conv_error",
	    "code set conversion failed", 0 },
	{ 0x1c000024, "nca_s_fault_object_not_found", "object not found", 0 },
	{ 0x1c000025, "nca_s_fault_no_client_stub", "no client stub", 0 },
	{ 0x1c010001, "nca_s_comm_failure", "communication failed", 1820 },
	{ 0x1c010002, "nca_s_op_rng_error", "operation number out of range",
	    1745 },
	{ 0x1c010003, "nca_s_unk_if", "interface not known to the server",
	    1717 },
	{ 0x1c010006, "nca_s_wrong_boot_time", "the server restarted", 0 },
	{ 0x1c010009, "nca_s_you_crashed", "the client restarted", 1726 },
	{ 0x1c01000b, "nca_s_proto_error", "RPC protocol error", 1728 },
	{ 0x1c010013, "nca_s_out_args_too_big", "the results are too big",
	    1130 },
	{ 0x1c010014, "nca_s_server_too_busy", "the server is too busy", 1723 },
	{ 0x1c010015, "nca_s_fault_string_too_long", "the string is too long",
	    0 },
	{ 0x1c010017, "nca_s_unsupported_type", "type UUID not supported",
	    1732 },
};

/* p_reject_reason_t */
static const struct status_name nak[] = {
	{ 0, "reason_not_specified", "reason not specified", 0 },
	{ 1, "temporary_congestion", "temporary congestion", 0 },
	{ 2, "local_limit_exceeded", "a limit of the server is reached", 0 },
	{ 3, "called_paddr_unknown", "called presentation address unknown", 0 },
	{ 4, "protocol_version_not_supported", "protocol version not supported",
	    1728 },
	{ 5, "default_context_not_supported", "default context not supported",
	    0 },
	{ 6, "user_data_not_readable", "user data not readable", 0 },
	{ 7, "no_psap_available",
	    "no presentation service access point available", 0 },
	{ 8, "authentication_type_not_recognized",
	    "authentication type not recognised", 1747 },
	{ 9, "invalid_checksum", "invalid checksum", 0 },
};

/* p_provider_reason_t */
static const struct status_name ack[] = {
	{ 0, "reason_not_specified", "reason not specified", 1717 },
	{ 1, "abstract_syntax_not_supported",
	    "the interface is not offered here", 1717 },
	{ 2, "proposed_transfer_syntaxes_not_supported",
	    "no common transfer syntax", 1730 },
	{ 3, "local_limit_exceeded", "a limit of the server is reached", 1717 },
};

static const struct status_name gateway[] = {
	{ 23000, "E_PROXY_INTERNALERROR", "internal error of the gateway", 0 },
	{ 23005, "E_PROXY_TS_CONNECTFAILED",
	    "the gateway cannot reach the computer", 0 },
	{ 23014, "E_PROXY_MAXCONNECTIONSREACHED", "the gateway is full", 0 },
	{ 23016, "E_PROXY_NOTSUPPORTED", "not supported by the gateway", 0 },
	{ 23030, "E_PROXY_SESSIONTIMEOUT", "the session timed out", 0 },
	{ 0x800759d8, "E_PROXY_INTERNALERROR", "internal error of the gateway",
	    0 },
	{ 0x800759da, "E_PROXY_RAP_ACCESSDENIED",
	    "a resource policy of the gateway denies it", 0 },
	{ 0x800759db, "E_PROXY_NAP_ACCESSDENIED",
	    "an access policy of the gateway denies it", 0 },
	{ 0x800759dd, "E_PROXY_TS_CONNECTFAILED",
	    "the gateway cannot reach the computer", 0 },
	{ 0x800759df, "E_PROXY_ALREADYDISCONNECTED", "disconnected already",
	    0 },
	{ 0x800759e6, "E_PROXY_MAXCONNECTIONSREACHED", "the gateway is full",
	    0 },
	{ 0x800759e9, "E_PROXY_CAPABILITYMISMATCH",
	    "no common capabilities with the gateway", 0 },
	{ 0x800759ed, "E_PROXY_QUARANTINE_ACCESSDENIED",
	    "the gateway demands a health statement", 0 },
	{ 0x800759ee, "E_PROXY_NOCERTAVAILABLE",
	    "the gateway has no certificate", 0 },
	{ 0x800759f7, "E_PROXY_COOKIE_BADPACKET", "malformed cookie", 0 },
	{ 0x800759f8, "E_PROXY_COOKIE_AUTHENTICATION_ACCESS_DENIED",
	    "cookie refused", 0 },
	{ 0x800759f9, "E_PROXY_UNSUPPORTED_AUTHENTICATION_METHOD",
	    "the gateway demands a cookie", 0 },
};

const struct status_family status_family_nca = {
	.name = "nca",
	.title = "DCE/RPC fault",
	.rows = nca,
	.n = sizeof(nca) / sizeof(nca[0]),
};

const struct status_family status_family_nak = {
	.name = "bind-nak",
	.title = "reason of a bind_nak",
	.rows = nak,
	.n = sizeof(nak) / sizeof(nak[0]),
	.apart = true,
};

const struct status_family status_family_ack = {
	.name = "bind-ack",
	.title = "reason of a rejected context",
	.rows = ack,
	.n = sizeof(ack) / sizeof(ack[0]),
	.apart = true,
};

const struct status_family status_family_gateway = {
	.name = "gateway",
	.title = "RD Gateway",
	.rows = gateway,
	.n = sizeof(gateway) / sizeof(gateway[0]),
};
