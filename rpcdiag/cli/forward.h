/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which forward proxy stands between us and the target: what a URL says, and
 * what the environment says, read as curl(1) reads it. Asks nobody.
 */
#ifndef RPCDIAG_CLI_FORWARD_H
#define RPCDIAG_CLI_FORWARD_H

#include "base/err.h"
#include "model/config.h"

#define FORWARD_PORT 1080 /* curl's, where a URL has none */

/* [http://]HOST[:PORT][/] into host and port; on an error nothing is set. */
struct err *forward_parse(const char *url, struct forward_proxy *f);
/*
 * Fill c->forward from https_proxy, http_proxy or all_proxy; spare when
 * no_proxy excludes the target. A logon in the URL becomes the account, unless
 * there is one, and is taken out of the environment. The error never repeats
 * the URL.
 */
struct err *forward_environment(struct config *c);

#endif
