/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers of Exchange: what the calls of [MS-OXCRPC], [MS-OXNSPI] and
 * [MS-OXABREF] return ([MS-OXCDATA] 2.4). Many share the range of Win32.
 */
#include "model/status_family.h"

static const struct status_name exchange[] = {
	{ 284, "ecProfileNotConfigured",
	    "the profile does not fit this mailbox", 0 },
	{ 1003, "ecUnknownUser", "the store knows no such mailbox", 0 },
	{ 1005, "ecExiting", "the store is stopping", 0 },
	{ 1006, "ecBadConfig", "the account is not set up for MAPI", 0 },
	{ 1010, "ecLoginPerm", "no right to this mailbox", 0 },
	{ 1144, "ecWrongServer", "the mailbox lives on another server", 0 },
	{ 1151, "ecServerPaused", "too many logons to the wrong server", 0 },
	{ 1152, "ecServerBusy", "the store is too busy", 0 },
	{ 1206, "ecRpcFormat", "the call was malformed", 0 },
	{ 1247, "ecClientVerDisallowed",
	    "this version of the client is not let in", 0 },
	{ 1248, "ecRpcHttpDisallowed",
	    "RPC over HTTP is switched off for the mailbox", 0 },
	{ 1249, "ecCachedModeRequired", "cached mode is demanded", 0 },
	{ 1292, "ecMailboxInTransit", "the mailbox is being moved", 0 },
	{ 2008, "ecProtocolDisabled", "MAPI is switched off for the mailbox",
	    0 },
	{ 2412, "ecMailboxDisabled", "the mailbox is disabled", 0 },
	{ 2414, "ecADUnavailable", "the store reaches no directory server", 0 },
	{ 2415, "ecADError", "an error of the directory", 0 },
	{ 2416, "ecNotEncrypted", "the store demands encryption", 0 },
	{ 2417, "ecADNotFound", "not found in the directory", 0 },
	{ 0x80004005, "MAPI_E_CALL_FAILED", "failed without a reason", 0 },
	{ 0x80040102, "MAPI_E_NO_SUPPORT", "not supported here", 0 },
	{ 0x80040108, "MAPI_E_OBJECT_CHANGED",
	    "the object was changed meanwhile", 0 },
	{ 0x8004010f, "MAPI_E_NOT_FOUND", "not found", 0 },
	{ 0x80040110, "MAPI_E_VERSION", "the versions do not fit", 0 },
	{ 0x80040111, "MAPI_E_LOGON_FAILED",
	    "the logon to the mailbox or directory failed", 0 },
	{ 0x80040113, "MAPI_E_USER_CANCEL", "the user gave up", 0 },
	{ 0x80040115, "MAPI_E_NETWORK_ERROR",
	    "the service behind it cannot be reached", 0 },
	{ 0x80040116, "MAPI_E_DISK_ERROR", "a disk failed", 0 },
	{ 0x8004011c, "MAPI_E_UNCONFIGURED", "the profile is not complete", 0 },
	{ 0x8004011d, "MAPI_E_FAILONEPROVIDER",
	    "one provider of the profile failed", 0 },
	{ 0x8004011e, "MAPI_E_UNKNOWN_CPID", "code page not known", 0 },
	{ 0x8004011f, "MAPI_E_UNKNOWN_LCID", "locale not known", 0 },
	{ 0x80040401, "MAPI_E_TIMEOUT", "no answer in time", 0 },
	{ 0x80040604, "MAPI_E_COLLISION", "the object exists already", 0 },
	{ 0x80040700, "MAPI_E_AMBIGUOUS_RECIP", "the name fits several entries",
	    0 },
	{ 0x80070005, "MAPI_E_NO_ACCESS", "access denied", 0 },
	{ 0x8007000e, "MAPI_E_NOT_ENOUGH_MEMORY", "out of memory", 0 },
	{ 0x80070057, "MAPI_E_INVALID_PARAMETER", "an argument is invalid", 0 },
};

const struct status_family status_family_exchange = {
	.name = "exchange",
	.title = "Exchange and MAPI",
	.rows = exchange,
	.n = sizeof(exchange) / sizeof(exchange[0]),
};
