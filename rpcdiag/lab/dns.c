/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/dns.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "lab/crew.h"
#include "lab/sock.h"

#define MESSAGE_MAX 512 /* RFC 1035 4.2.1 */
#define HEADER_SIZE 12
#define QTYPE_AND_CLASS 4
#define LABEL_MAX 63
#define FLAG_RESPONSE 0x80 /* third byte */
#define FLAG_RECURSION_DESIRED 0x01
#define OPCODE_MASK 0x78
#define FLAG_RECURSION_AVAILABLE 0x80 /* fourth byte */
#define RCODE_NXDOMAIN 3
#define TYPE_A 1
#define IPV4_SIZE 4

/* The length of header and first question; 0 when that is not what it is. */
static size_t
question_end(const uint8_t *m, size_t n)
{
	size_t at = HEADER_SIZE;

	if (n < HEADER_SIZE || (m[2] & FLAG_RESPONSE) != 0 || m[4] != 0 ||
	    m[5] != 1)
		return 0;
	while (at < n && m[at] != 0) {
		if (m[at] > LABEL_MAX)
			return 0;
		at += (size_t)m[at] + 1;
	}
	at += 1 + QTYPE_AND_CLASS;
	return at <= n ? at : 0;
}

/* Append the address, when that was asked for; the length then. RFC 1035 4.1.3,
 * the name by a pointer to the question's (4.1.4). */
static size_t
put_address(const struct dns *d, uint8_t m[MESSAGE_MAX], size_t end)
{
	static const uint8_t head[] = { 0xc0, HEADER_SIZE, 0, TYPE_A, 0, 1, 0,
		0, 0, 60, 0, IPV4_SIZE };

	if (m[end - QTYPE_AND_CLASS + 1] != TYPE_A ||
	    end + sizeof(head) + IPV4_SIZE > MESSAGE_MAX ||
	    inet_pton(AF_INET, d->address, m + end + sizeof(head)) != 1)
		return end;
	memcpy(m + end, head, sizeof(head));
	m[7] = 1; /* ANCOUNT */
	return end + sizeof(head) + IPV4_SIZE;
}

/* The domain itself exists, without an address; nothing in it does. */
static bool
is_domain(const uint8_t *m, size_t end)
{
	static const char domain[] = "\7contoso\4test"; /* and the root */

	return end - HEADER_SIZE == sizeof(domain) + QTYPE_AND_CLASS &&
	    memcmp(m + HEADER_SIZE, domain, sizeof(domain)) == 0;
}

/* Turn a query into its answer; the length of it, 0 = say nothing. */
static size_t
answer(const struct dns *d, uint8_t m[MESSAGE_MAX], size_t n)
{
	size_t end = question_end(m, n);

	if (end == 0)
		return 0;
	m[2] = FLAG_RESPONSE | (m[2] & (OPCODE_MASK | FLAG_RECURSION_DESIRED));
	m[3] = FLAG_RECURSION_AVAILABLE;
	memset(m + 6, 0, HEADER_SIZE - 6); /* no records of any kind */
	if (d->address != NULL)
		return put_address(d, m, end);
	if (!is_domain(m, end))
		m[3] |= RCODE_NXDOMAIN;
	return end;
}

static void
dns_drop(void *arg)
{
	struct dns *d = arg;

	close(d->fd);
}

static void
dns_run(void *arg)
{
	struct dns *d = arg;
	uint8_t m[MESSAGE_MAX];

	while (sock_wait(d->fd, POLLIN, INT64_MAX) == SOCK_OK) {
		struct sockaddr_storage from;
		socklen_t from_n = sizeof(from);
		ssize_t n = recvfrom(
		    d->fd, m, sizeof(m), 0, (struct sockaddr *)&from, &from_n);
		size_t out = n > 0 ? answer(d, m, (size_t)n) : 0;

		if (out == 0)
			continue;
		log_at(LOG_STEPS, "DNS: %s",
		    d->address != NULL ? d->address : "no such name");
		if (sendto(d->fd, m, out, 0, (struct sockaddr *)&from, from_n) <
		    0)
			log_at(LOG_EVENTS, "DNS: answer lost");
	}
	dns_drop(d);
}

struct err *
dns_open(struct dns *d, const char *address)
{
	struct addr a;

	d->address = address;
	d->fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (d->fd < 0 || !addr_parse("127.0.0.1", 0, &a) ||
	    bind(d->fd, (struct sockaddr *)&a.sa, a.n) != 0 ||
	    getsockname(d->fd, (struct sockaddr *)&a.sa, &a.n) != 0)
		return err_new("cannot open a DNS port: %s", strerror(errno));
	d->port = addr_port(&a);
	crew_start(dns_run, dns_drop, d);
	return NULL;
}
