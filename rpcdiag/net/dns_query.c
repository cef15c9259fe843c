/* SPDX-License-Identifier: Apache-2.0 */
#include "net/dns_query.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <resolv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define ANSWER_MAX 4096

/* Split "ADDR:PORT"; false when it is neither form. IPv4 servers only: the
 * resolver library keeps its IPv6 ones private. */
static bool
set_server(res_state state, const char *text)
{
	char *addr = mem_strdup(text);
	char *colon = strchr(addr, ':');
	struct sockaddr_in *to = &state->nsaddr_list[0];
	long port = NAMESERVER_PORT;
	bool ok;

	if (colon != NULL) {
		*colon = '\0';
		port = strtol(colon + 1, NULL, 10);
	}
	*to = (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
	};
	ok = inet_pton(AF_INET, addr, &to->sin_addr) == 1 && port > 0 &&
	    port < 65536;
	state->nscount = 1;
	free(addr);
	return ok;
}

/* Add the addresses of one answer; false when it is not a DNS message. */
static bool
take_answer(const uint8_t *msg, int n, int type, struct strlist *out)
{
	char text[INET6_ADDRSTRLEN];
	ns_msg m;
	ns_rr rr;

	if (ns_initparse(msg, n, &m) != 0)
		return false;
	for (int i = 0; i < ns_msg_count(m, ns_s_an); i++) {
		int family = type == ns_t_a ? AF_INET : AF_INET6;
		size_t want = type == ns_t_a ? 4 : 16;

		if (ns_parserr(&m, ns_s_an, i, &rr) != 0)
			return false;
		if ((int)ns_rr_type(rr) == type && ns_rr_rdlen(rr) == want &&
		    inet_ntop(family, ns_rr_rdata(rr), text, sizeof(text)))
			strlist_add_once(out, text);
	}
	return true;
}

static enum resolve_end
end_of_query(int h)
{
	switch (h) {
	case HOST_NOT_FOUND:
		return RESOLVE_NXDOMAIN;
	case NO_DATA:
		return RESOLVE_NODATA;
	case TRY_AGAIN:
		return RESOLVE_TIMEOUT;
	default:
		return RESOLVE_FAILURE;
	}
}

void
dns_query(const char *host, const char *server, struct resolve_result *out)
{
	static const int types[] = { ns_t_aaaa, ns_t_a };
	struct __res_state state = { 0 };
	uint8_t msg[ANSWER_MAX];

	out->end = RESOLVE_FAILURE;
	if (res_ninit(&state) != 0 || !set_server(&state, server)) {
		snprintf(out->text, sizeof(out->text),
		    "%s is not the address of a name server", server);
		return;
	}
	for (unsigned i = 0; i < 2; i++) {
		int n = res_nquery(
		    &state, host, ns_c_in, types[i], msg, sizeof(msg));

		if (n < 0)
			out->end = end_of_query(state.res_h_errno);
		else if (!take_answer(msg, n, types[i], &out->addresses))
			out->end = RESOLVE_FAILURE;
	}
	if (out->addresses.n > 0)
		out->end = RESOLVE_OK;
	else
		snprintf(out->text, sizeof(out->text), "%s says: %s", server,
		    hstrerror(state.res_h_errno));
	res_nclose(&state);
}
