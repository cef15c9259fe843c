/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of model/fact_fields.h about the front end that served a channel:
 * what its answers and its certificate tell of it. */
#ifndef RPCDIAG_MODEL_FACT_FIELDS_NODE_H
#define RPCDIAG_MODEL_FACT_FIELDS_NODE_H

#define FACT_FIELDS_NODE(X) \
	X(TUNNEL_NODE_OUT, "tunnel_node_out", FACT_STR, \
	    "computer that served the OUT channel") \
	X(TUNNEL_NODE_IN, "tunnel_node_in", FACT_STR, \
	    "computer that served the IN channel") \
	X(TUNNEL_FE_OUT, "tunnel_fe_out", FACT_STR, "X-FEServer on OUT") \
	X(TUNNEL_FE_IN, "tunnel_fe_in", FACT_STR, "X-FEServer on IN") \
	X(TUNNEL_COOKIES_OUT, "tunnel_cookies_out", FACT_LIST, \
	    "cookies set on OUT, with a letter for each value: SERVERID A") \
	X(TUNNEL_COOKIES_IN, "tunnel_cookies_in", FACT_LIST, \
	    "cookies set on IN, with the same letters") \
	X(TUNNEL_LEAF_OUT, "tunnel_leaf_out", FACT_STR, \
	    "SHA-256 of the certificate on OUT, first 16 digits") \
	X(TUNNEL_LEAF_IN, "tunnel_leaf_in", FACT_STR, \
	    "SHA-256 of the certificate on IN, first 16 digits") \
	X(TUNNEL_MARKS_MOVED, "tunnel_marks_moved", FACT_LIST, \
	    "header and cookies whose value changed within one connection")

#endif
