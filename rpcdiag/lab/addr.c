/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/addr.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool
addr_parse(const char *text, uint16_t port, struct addr *out)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)&out->sa;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&out->sa;
	char host[ADDR_TEXT];
	size_t n = strlen(text);

	memset(out, 0, sizeof(*out));
	if (n >= 2 && text[0] == '[' && text[n - 1] == ']') {
		text++;
		n -= 2;
	}
	if (n >= sizeof(host))
		return false;
	memcpy(host, text, n);
	host[n] = '\0';
	if (inet_pton(AF_INET, host, &v4->sin_addr) == 1) {
		v4->sin_family = AF_INET;
		v4->sin_port = htons(port);
		out->n = sizeof(*v4);
		return true;
	}
	if (inet_pton(AF_INET6, host, &v6->sin6_addr) == 1) {
		v6->sin6_family = AF_INET6;
		v6->sin6_port = htons(port);
		out->n = sizeof(*v6);
		return true;
	}
	return false;
}

bool
addr_parse_pair(const char *text, struct addr *out)
{
	const char *colon = strrchr(text, ':');
	char host[ADDR_TEXT];
	char *end;
	unsigned long port;

	if (colon == NULL || (size_t)(colon - text) >= sizeof(host))
		return false;
	port = strtoul(colon + 1, &end, 10);
	if (end == colon + 1 || *end != '\0' || port == 0 || port > 65535)
		return false;
	memcpy(host, text, (size_t)(colon - text));
	host[colon - text] = '\0';
	if (strcmp(host, "localhost") == 0)
		return addr_parse("127.0.0.1", (uint16_t)port, out);
	return addr_parse(host, (uint16_t)port, out);
}

bool
addr_is_v6(const struct addr *a)
{
	return a->sa.ss_family == AF_INET6;
}

uint16_t
addr_port(const struct addr *a)
{
	if (addr_is_v6(a))
		return ntohs(((const struct sockaddr_in6 *)&a->sa)->sin6_port);
	return ntohs(((const struct sockaddr_in *)&a->sa)->sin_port);
}

void
addr_set_port(struct addr *a, uint16_t port)
{
	if (addr_is_v6(a))
		((struct sockaddr_in6 *)&a->sa)->sin6_port = htons(port);
	else
		((struct sockaddr_in *)&a->sa)->sin_port = htons(port);
}

bool
addr_of_peer(int fd, struct addr *out)
{
	*out = (struct addr){ .n = sizeof(out->sa) };
	return getpeername(fd, (struct sockaddr *)&out->sa, &out->n) == 0;
}

unsigned
addr_last_byte(const struct addr *a)
{
	if (addr_is_v6(a))
		return ((const struct sockaddr_in6 *)&a->sa)
		    ->sin6_addr.s6_addr[15];
	return ntohl(((const struct sockaddr_in *)&a->sa)->sin_addr.s_addr) &
	    0xff;
}

/* "127.0.0.1", "::1" */
static void
host_text(const struct addr *a, char out[ADDR_TEXT])
{
	const void *bytes = addr_is_v6(a)
	    ? (const void *)&((const struct sockaddr_in6 *)&a->sa)->sin6_addr
	    : (const void *)&((const struct sockaddr_in *)&a->sa)->sin_addr;

	out[0] = '\0';
	inet_ntop(a->sa.ss_family, bytes, out, ADDR_TEXT);
}

void
addr_text(const struct addr *a, char out[ADDR_TEXT])
{
	char host[ADDR_TEXT];

	host_text(a, host);
	snprintf(out, ADDR_TEXT, addr_is_v6(a) ? "[%.45s]:%u" : "%.45s:%u",
	    host, addr_port(a));
}
