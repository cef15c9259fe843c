/* SPDX-License-Identifier: Apache-2.0 */
#include "net/request_head.h"

#include <inttypes.h>
#include <string.h>

#include "base/base64.h"
#include "base/mem.h"

static const struct {
	const char *headers;
	const char *authorization;
	bool always_length; /* say Content-Length: 0 too */
} kinds[] = {
	[REQUEST_PLAIN] = { "Accept: */*\r\n"
			    "User-Agent: rpcdiag\r\n",
	    "Authorization", false },
	/* [MS-RPCH] 2.1.2.1.1, 2.1.2.1.2 */
	[REQUEST_RPC] = { "Accept: application/rpc\r\n"
			  "Cache-Control: no-cache\r\n"
			  "Pragma: No-cache\r\n"
			  "User-Agent: MSRPC\r\n",
	    "Authorization", true },
	[REQUEST_CONNECT] = { "User-Agent: MSRPC\r\n"
			      "Proxy-Connection: Keep-Alive\r\n",
	    "Proxy-Authorization", false },
};

char *
request_host(const char *host, int port)
{
	bool v6 = strchr(host, ':') != NULL;

	if (port == 0)
		return mem_printf(v6 ? "[%s]" : "%s", host);
	return mem_printf(v6 ? "[%s]:%d" : "%s:%d", host, port);
}

bool
request_head_put(const struct request_head *h, struct buf *out)
{
	bool bare = h->length == 0 && !kinds[h->kind].always_length;
	bool ok;

	ok = buf_printf(out, "%s %s HTTP/1.1\r\nHost: %s\r\n%s", h->method,
	    h->target, h->host, kinds[h->kind].headers);
	if (h->scheme != NULL && h->token.n > 0)
		ok = ok &&
		    buf_printf(out, "%s: %s ", kinds[h->kind].authorization,
			h->scheme) &&
		    base64_encode(h->token, out) && buf_adds(out, "\r\n");
	if (h->cookies.n > 0)
		ok = ok && buf_adds(out, "Cookie: ") &&
		    buf_add(out, h->cookies.p, h->cookies.n) &&
		    buf_adds(out, "\r\n");
	if (!bare)
		ok = ok &&
		    buf_printf(
			out, "Content-Length: %" PRIu64 "\r\n", h->length);
	return ok && buf_adds(out, "Connection: Keep-Alive\r\n\r\n");
}
