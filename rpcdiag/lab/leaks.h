/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For LeakSanitizer; without it there is nothing to do. What a library loses
 * between these two is not reported: gss-ntlmssp 1.2 keeps digests of OpenSSL
 * that nobody frees, and MIT Kerberos loses a name for each credential of
 * SPNEGO that is acquired without a keytab.
 */
#ifndef RPCDIAG_LAB_LEAKS_H
#define RPCDIAG_LAB_LEAKS_H

void leaks_begin_foreign(void);
void leaks_end_foreign(void);

#endif
