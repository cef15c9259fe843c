/* SPDX-License-Identifier: Apache-2.0 */
/* The setters of the option table, one per option, in files by noun. */
#ifndef RPCDIAG_CLI_SET_H
#define RPCDIAG_CLI_SET_H

#include "cli/options.h"

/* set_target.c: whom to ask, and by which way */
option_set set_proxy;
option_set set_server;
option_set set_endpoints;
option_set set_mailbox_dn;
option_set set_resolve;
option_set set_connect_to;
option_set set_dns_server;
option_set set_forward_proxy;
option_set set_direct;
option_set set_ipv4;
option_set set_ipv6;

/* set_account.c: as whom */
option_set set_user;
option_set set_password_file;
option_set set_password_fd;
option_set set_rpc_user;
option_set set_rpc_password_file;
option_set set_second_user;
option_set set_second_password_file;
option_set set_ccache;
option_set set_keytab;
option_set set_http_spn;
option_set set_rpc_spn;
option_set set_forward_user;
option_set set_forward_password_file;
option_set set_forward_auth;
option_set set_allow_plaintext_auth;

/* set_mechanism.c: in which ways */
option_set set_http_auth;
option_set set_rpc_auth;
option_set set_rpc_level;

/* set_trust.c: certificates, the proxy's and ours */
option_set set_cacert;
option_set set_insecure;
option_set set_msstd;
option_set set_fingerprint;
option_set set_cert;
option_set set_key;

/* set_effort.c: how much and how long */
option_set set_inside;
option_set set_association;
option_set set_trials;
option_set set_channel_lifetime;
option_set set_idle;
option_set set_watch;
option_set set_interval;
option_set set_timeout;
option_set set_deadline;

/* set_output.c: what is shown, and where */
option_set set_format;
option_set set_output;
option_set set_color;
option_set set_verbose;
option_set set_quiet;
option_set set_list;
option_set set_help;

/* set_lint.c: what files are judged by */
option_set set_servers;
option_set set_with;

/* set_ping.c: the letters of rpcping */
option_set set_ping_protseq;
option_set set_ping_server;
option_set set_ping_endpoint;
option_set set_ping_iface;
option_set set_ping_object;
option_set set_ping_binding;
option_set set_ping_forward;
option_set set_ping_iterations;
option_set set_ping_interval;
option_set set_ping_package;
option_set set_ping_level;
option_set set_ping_spn;
option_set set_ping_flags;
option_set set_ping_scheme;
option_set set_ping_forward_scheme;
option_set set_ping_subject;
option_set set_ping_show_subject;
option_set set_ping_echo;
option_set set_ping_verbosity;

/* set_identity.c: its accounts, and what means nothing here */
option_set set_ping_proxy_identity;
option_set set_ping_identity;
option_set set_ping_forward_identity;
option_set set_ping_C;
option_set set_ping_D;
option_set set_ping_M;
option_set set_ping_S;
option_set set_ping_T;
option_set set_ping_Z;
option_set set_ping_c;
option_set set_ping_d;
option_set set_ping_p;

#endif
