/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/stream.h"

#include <errno.h>
#include <openssl/err.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "lab/crew.h"
#include "lab/sock.h"

#define HANDSHAKE_TIME CLOCK_S(30)
#define WRITE_TIME CLOCK_S(15)
#define LINGER_TIME CLOCK_S(2)
#define STREAMS_MAX 5

struct stream *
stream_new(int fd)
{
	struct stream *s = mem_new(sizeof(*s));

	s->fd = fd;
	return s;
}

void
stream_free(struct stream *s)
{
	if (s == NULL)
		return;
	SSL_free(s->ssl);
	close(s->fd);
	free(s);
}

/* What OpenSSL waits for after a call that gave r; 0 = it failed. */
static short
ssl_wants(SSL *ssl, int r)
{
	switch (SSL_get_error(ssl, r)) {
	case SSL_ERROR_WANT_READ:
		return POLLIN;
	case SSL_ERROR_WANT_WRITE:
		return POLLOUT;
	default:
		return 0;
	}
}

/* step: SSL_accept or SSL_connect. */
static struct stream *
handshake(int fd, SSL_CTX *ctx, int (*step)(SSL *ssl))
{
	struct stream *s = stream_new(fd);
	int64_t deadline = clock_mono_us() + HANDSHAKE_TIME;
	int r;

	s->ssl = SSL_new(ctx);
	if (s->ssl == NULL || SSL_set_fd(s->ssl, fd) != 1) {
		stream_free(s);
		return NULL;
	}
	for (;;) {
		short wants;

		ERR_clear_error();
		r = step(s->ssl);
		if (r == 1)
			return s;
		wants = ssl_wants(s->ssl, r);
		if (wants == 0 || sock_wait(fd, wants, deadline) != SOCK_OK)
			break;
	}
	log_at(LOG_EVENTS, "TLS handshake failed");
	/* so that the alert arrives */
	SSL_free(s->ssl);
	s->ssl = NULL;
	stream_linger(s);
	return NULL;
}

struct stream *
stream_accept(int fd, SSL_CTX *ctx)
{
	return handshake(fd, ctx, SSL_accept);
}

struct stream *
stream_connect(int fd, SSL_CTX *ctx)
{
	return handshake(fd, ctx, SSL_connect);
}

/* A peek moves the handshake on, and there is nothing to see (RFC 5246 7.4.1.1:
 * the client sends no data between HelloRequest and its Finished). */
bool
stream_ask_certificate(struct stream *s)
{
	int64_t deadline = clock_mono_us() + HANDSHAKE_TIME;

	ERR_clear_error();
	SSL_set_verify(
	    s->ssl, SSL_VERIFY_PEER, SSL_get_verify_callback(s->ssl));
	if (SSL_renegotiate(s->ssl) != 1 || SSL_do_handshake(s->ssl) != 1)
		return false;
	while (SSL_renegotiate_pending(s->ssl)) {
		char nothing;
		int r = SSL_peek(s->ssl, &nothing, 1);
		short wants = r > 0 ? 0 : ssl_wants(s->ssl, r);

		if (!SSL_renegotiate_pending(s->ssl))
			break;
		if (wants == 0 || sock_wait(s->fd, wants, deadline) != SOCK_OK)
			return false;
	}
	return true;
}

bool
stream_is_certified(const struct stream *s)
{
	return s->ssl != NULL && SSL_get0_peer_certificate(s->ssl) != NULL &&
	    SSL_get_verify_result(s->ssl) == X509_V_OK;
}

static enum stream_io
fill_plain(struct stream *s, uint8_t *p, size_t *n)
{
	ssize_t r = recv(s->fd, p, *n, 0);

	*n = r > 0 ? (size_t)r : 0;
	if (r > 0)
		return STREAM_OK;
	if (r == 0)
		return STREAM_END;
	return errno == EAGAIN || errno == EINTR ? STREAM_AGAIN : STREAM_FAIL;
}

static enum stream_io
fill_tls(struct stream *s, uint8_t *p, size_t *n)
{
	int r;

	ERR_clear_error();
	r = SSL_read(s->ssl, p, (int)*n);
	*n = r > 0 ? (size_t)r : 0;
	if (r > 0)
		return STREAM_OK;
	if (ssl_wants(s->ssl, r) != 0)
		return STREAM_AGAIN;
	/* Clients of this protocol often close without close_notify. */
	return SSL_get_error(s->ssl, r) == SSL_ERROR_ZERO_RETURN ? STREAM_END
								 : STREAM_FAIL;
}

enum stream_io
stream_fill(struct stream *s, struct buf *in)
{
	uint8_t block[STREAM_BLOCK];
	size_t n = sizeof(block);
	enum stream_io e;

	if (s->ended)
		return STREAM_END;
	e = s->ssl != NULL ? fill_tls(s, block, &n) : fill_plain(s, block, &n);
	if (e == STREAM_OK && !buf_add(in, block, n))
		return STREAM_FAIL;
	s->ended = e == STREAM_END;
	return e;
}

bool
stream_write(struct stream *s, struct span bytes)
{
	int64_t deadline = clock_mono_us() + WRITE_TIME;

	while (bytes.n > 0) {
		short wants = POLLOUT;
		ssize_t r;

		if (s->ssl != NULL) {
			ERR_clear_error();
			r = SSL_write(s->ssl, bytes.p, (int)bytes.n);
			if (r <= 0)
				wants = ssl_wants(s->ssl, (int)r);
		} else {
			r = send(s->fd, bytes.p, bytes.n, MSG_NOSIGNAL);
			if (r < 0 && errno != EAGAIN && errno != EINTR)
				wants = 0;
		}
		if (r > 0)
			bytes = span_sub(bytes, (size_t)r, bytes.n);
		else if (wants == 0 ||
		    sock_wait(s->fd, wants, deadline) != SOCK_OK)
			return false;
	}
	return true;
}

unsigned
stream_wait(struct stream *const *s, unsigned n, int64_t deadline_us)
{
	struct pollfd p[STREAMS_MAX + 1];
	unsigned ready = 0;

	for (unsigned i = 0; i < n; i++) {
		/* poll() passes over negative descriptors. */
		p[i] = (struct pollfd){ .fd = -1, .events = POLLIN };
		if (s[i] == NULL)
			continue;
		p[i].fd = s[i]->fd;
		if (s[i]->ssl != NULL && SSL_pending(s[i]->ssl) > 0)
			ready |= 1u << i;
	}
	p[n] = (struct pollfd){ .fd = crew_stop_fd(), .events = POLLIN };
	while (ready == 0) {
		int64_t left = deadline_us - clock_mono_us();

		if (left <= 0)
			return 0;
		if (left > CLOCK_S(3600))
			left = CLOCK_S(3600);
		if (poll(p, n + 1, (int)(left / 1000 + 1)) <= 0)
			continue;
		for (unsigned i = 0; i < n; i++)
			if (p[i].revents != 0)
				ready |= 1u << i;
		if (p[n].revents != 0)
			return STREAM_STOP;
	}
	return ready;
}

enum stream_io
stream_read(struct stream *s, struct buf *in, int64_t deadline_us)
{
	for (;;) {
		enum stream_io e = stream_fill(s, in);
		unsigned ready;

		if (e != STREAM_AGAIN)
			return e;
		ready = stream_wait(&s, 1, deadline_us);
		if (ready == 0 || ready == STREAM_STOP)
			return STREAM_FAIL;
	}
}

void
stream_linger(struct stream *s)
{
	int64_t deadline = clock_mono_us() + LINGER_TIME;
	struct buf rest;

	if (s == NULL)
		return;
	if (s->ssl != NULL) {
		ERR_clear_error();
		SSL_shutdown(s->ssl);
	}
	shutdown(s->fd, SHUT_WR);
	buf_init(&rest, STREAM_BLOCK);
	while (clock_mono_us() < deadline &&
	    stream_read(s, &rest, deadline) == STREAM_OK)
		buf_clear(&rest);
	buf_clear(&rest);
	stream_free(s);
}
