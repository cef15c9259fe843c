/* SPDX-License-Identifier: Apache-2.0 */
/* The line of JSON with which the lab says how it is to be reached. */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "lab/site.h"

static const char *
scheme(const struct site *s)
{
	return s->options->plain ? "http" : "https";
}

/* The host of the URL; NULL when it is an address. */
static const char *
front_name(const struct site *s)
{
	if (s->scenario->dns)
		return s->scenario->name != NULL ? s->scenario->name
						 : SITE_PROXY_NAME;
	return s->options->listen == NULL ? "localhost" : NULL;
}

static const char *
path(const struct site *s)
{
	return s->scenario->certified ? "/rpcwithcert/rpcproxy.dll"
				      : "/rpc/rpcproxy.dll";
}

static char *
proxy_url(const struct site *s, uint16_t port)
{
	const char *name = front_name(s);
	char host[ADDR_TEXT];
	struct addr at = s->front[0];

	if (name != NULL)
		return mem_printf(
		    "%s://%s:%u%s", scheme(s), name, port, path(s));
	addr_set_port(&at, port);
	addr_text(&at, host);
	return mem_printf("%s://%s%s", scheme(s), host, path(s));
}

/* --connect-to NAME:PORT:ADDRESS:PORT for each address. */
static void
add_connect_to(struct strlist *l, const char *name, uint16_t port,
    const struct addr *at, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		char text[ADDR_TEXT];

		addr_text(&at[i], text);
		strlist_add(l, "--connect-to");
		strlist_addf(l, "%s:%u:%s", name, port, text);
	}
}

static void
add_inside(struct strlist *l, const struct site *s)
{
	strlist_add(l, "--inside");
	for (unsigned i = 0; i < ENDPOINT_DC; i++) {
		struct addr at[HOSTS_ADDRS];
		unsigned n =
		    hosts_find(&s->hosts, SITE_SERVER, endpoints[i].port, at);

		add_connect_to(l, SITE_SERVER, endpoints[i].port, at, n);
	}
}

static void
add_fingerprint(struct strlist *l, SSL_CTX *tls)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	char text[2 * EVP_MAX_MD_SIZE + 1] = "";
	unsigned n = 0;

	if (X509_digest(
		SSL_CTX_get0_certificate(tls), EVP_sha256(), digest, &n) != 1)
		return;
	for (unsigned i = 0; i < n; i++)
		snprintf(text + 2 * i, 3, "%02x", digest[i]);
	strlist_add(l, "--fingerprint");
	strlist_add(l, text);
}

/* The front's name has an address for each node. */
static void
add_node_addresses(struct strlist *l, const struct site *s)
{
	for (unsigned i = 0; i < s->nnodes; i++) {
		struct addr at = s->front[0];

		addr_set_port(&at, site_node_port(s, i));
		add_connect_to(l, front_name(s), s->port, &at, 1);
	}
}

static void
add_forward(struct strlist *l, const struct site *s)
{
	const struct forward_knobs *k = s->scenario->forward;

	strlist_add(l, "--forward-proxy");
	strlist_addf(l, "%shttp://127.0.0.1:%u", k->spare ? "none," : "",
	    s->forward.port);
	if (!k->told)
		return;
	strlist_add(l, "--forward-user");
	strlist_add(l, s->forward.account.user);
	strlist_add(l, "--forward-password-file");
	strlist_add(l, s->scratch.forward_password_file);
}

static void
collect_options(struct strlist *l, const struct site *s)
{
	const struct scenario *sc = s->scenario;

	if (sc->options != NULL)
		strlist_split(l, sc->options, " ");
	if (sc->dns) {
		strlist_add(l, "--dns-server");
		strlist_addf(l, "127.0.0.1:%u", s->dns.port);
	}
	if (sc->front == FRONT_V4_ONLY && front_name(s) != NULL)
		add_connect_to(l, front_name(s), s->port, s->front, s->nfront);
	if (sc->fingerprint)
		add_fingerprint(
		    l, s->inner_tls != NULL ? s->inner_tls : s->tls);
	if (sc->two_addresses)
		add_node_addresses(l, s);
	if (sc->wrong_rpc_password) {
		strlist_add(l, "--rpc-user");
		strlist_add(l, s->options->user);
		strlist_add(l, "--rpc-password-file");
		strlist_add(l, s->scratch.rpc_password_file);
	}
	if (sc->second) {
		strlist_add(l, "--second-user");
		strlist_add(l, s->second.user);
		strlist_add(l, "--second-password-file");
		strlist_add(l, s->scratch.second_password_file);
	}
	if (sc->certified) {
		strlist_add(l, "--cert");
		strlist_add(l, s->scratch.client_file);
	}
	if (sc->forward != NULL)
		add_forward(l, s);
	if (sc->inside)
		add_inside(l, s);
	if (sc->direct) {
		char text[ADDR_TEXT];

		addr_text(&s->direct_at, text);
		strlist_add(l, "--direct");
		strlist_add(l, text);
	}
	if (s->options->plain)
		strlist_add(l, "--allow-plaintext-auth");
}

static void
add_strings(cJSON *to, const char *key, const struct strlist *l)
{
	cJSON *array = cJSON_AddArrayToObject(to, key);

	for (size_t i = 0; i < l->n; i++)
		cJSON_AddItemToArray(array, cJSON_CreateString(l->v[i]));
}

static void
add_endpoints(cJSON *to)
{
	static const enum endpoint_id shown[] = { ENDPOINT_6001, ENDPOINT_6002,
		ENDPOINT_6004 };
	cJSON *array = cJSON_AddArrayToObject(to, "endpoints");

	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		cJSON_AddItemToArray(
		    array, cJSON_CreateNumber(endpoints[shown[i]].port));
}

static void
add_nodes(cJSON *to, const struct site *s)
{
	cJSON *array = cJSON_AddArrayToObject(to, "nodes");

	for (unsigned i = 0; i < s->nnodes; i++) {
		uint16_t port = site_node_port(s, i);
		cJSON *node = cJSON_CreateObject();
		bool behind = i == 0 && s->scenario->device != NULL;
		char *url = behind
		    ? mem_printf("%s://127.0.0.1:%u/rpc/rpcproxy.dll",
			  s->inner_tls != NULL ? "https" : "http", port)
		    : proxy_url(s, port);

		cJSON_AddStringToObject(node, "name", s->node[i].name);
		cJSON_AddNumberToObject(node, "port", port);
		cJSON_AddStringToObject(node, "proxy", url);
		cJSON_AddItemToArray(array, node);
		free(url);
	}
}

char *
site_announcement(const struct site *s)
{
	struct strlist options = { 0 }, beside = { 0 };
	cJSON *root = cJSON_CreateObject();
	char *expect = scenario_expect(s->scenario);
	char *url = proxy_url(s, s->port);
	char *line;

	collect_options(&options, s);
	cJSON_AddStringToObject(root, "scenario", s->scenario->id);
	cJSON_AddStringToObject(root, "title", s->scenario->title);
	cJSON_AddStringToObject(root, "proxy", url);
	cJSON_AddStringToObject(root, "server", SITE_SERVER);
	cJSON_AddStringToObject(root, "guid_server", SITE_GUID_SERVER);
	cJSON_AddStringToObject(root, "ca_file", s->scratch.ca_file);
	cJSON_AddStringToObject(root, "user",
	    s->scenario->as != NULL ? s->scenario->as : s->options->user);
	cJSON_AddStringToObject(
	    root, "password_file", s->scratch.password_file);
	if (s->scenario->node.client_cert != CERT_DEMAND_NONE)
		cJSON_AddStringToObject(
		    root, "client_cert", s->scratch.client_file);
	add_endpoints(root);
	cJSON_AddNumberToObject(
	    root, "mapper_port", hosts_real_port(&s->hosts, ENDPOINT_135));
	cJSON_AddStringToObject(root, "expect", expect);
	if (s->scenario->beside != NULL)
		strlist_split(&beside, s->scenario->beside, " ");
	add_strings(root, "beside", &beside);
	add_strings(root, "options", &options);
	add_nodes(root, s);
	line = cJSON_PrintUnformatted(root);
	if (line == NULL)
		abort();
	cJSON_Delete(root);
	strlist_clear(&options);
	strlist_clear(&beside);
	free(expect);
	free(url);
	return line;
}
