/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of servers and ports that an RPC proxy connects to: "ValidPorts"
 * and "ValidPorts_*" below HKLM\Software\Microsoft\Rpc\RpcProxy. Entries are
 * HOST:PORT or HOST:FIRST-LAST with ";" between them, in any order; a host
 * may end with "*". Names are compared as they stand, no DNS, no domain.
 */
#ifndef RPCDIAG_LINT_VALID_PORTS_H
#define RPCDIAG_LINT_VALID_PORTS_H

#include "base/strlist.h"

enum port_fault {
	PORT_OK,
	PORT_NONE,     /* no port behind the host */
	PORT_NUMBER,   /* no number of 1..65535 */
	PORT_REVERSED, /* LAST is below FIRST */
	PORT_COMMA,    /* several ports in one entry */
	PORT_BLANK,    /* white space inside */
	PORT_IPV6,     /* such a host cannot be listed */
	PORT_NFAULTS
};

struct port_entry {
	char *text; /* the entry as it stands */
	char *host; /* NULL when it has a fault */
	enum port_fault fault;
	unsigned first;
	unsigned last;
};

struct valid_ports {
	struct port_entry *v;
	size_t n;
};

/* Appends the entries of a list. Empty ones, such as that behind a closing
 * separator, are nothing. */
void valid_ports_read(const char *list, struct valid_ports *to);
void valid_ports_clear(struct valid_ports *p);
bool valid_ports_allow(
    const struct valid_ports *p, const char *host, unsigned port);
const char *port_fault_text(enum port_fault f);

/* Are these names of one server: "mbx1" and "MBX1.contoso.com"? */
bool host_alike(const char *a, const char *b);
/* Has the name a domain? Not so addresses. */
bool host_is_fqdn(const char *host);
bool host_is_ipv4(const char *host);

#endif
