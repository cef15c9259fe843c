/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of model/fact_fields.h about what time does to a tunnel and to the
 * answers of a site. */
#ifndef RPCDIAG_MODEL_FACT_FIELDS_TIME_H
#define RPCDIAG_MODEL_FACT_FIELDS_TIME_H

#define FACT_FIELDS_TIME(X) \
	X(HOLD_TRAFFIC, "hold_traffic", FACT_STR, \
	    "what a tunnel carried while it was held: none, calls, bytes") \
	X(HOLD_END, "hold_end", FACT_STR, \
	    "alive, closed, reset, http (an answer of HTTP ended it), mute " \
	    "(a call got no answer), failure") \
	X(HOLD_MS, "hold_ms", FACT_INT, \
	    "from the first answered call to that end") \
	X(HOLD_QUIET_MS, "hold_quiet_ms", FACT_INT, \
	    "without traffic before that end") \
	X(TUNNEL_RECYCLING, "tunnel_recycling", FACT_BOOL, \
	    "a channel of the tunnel was to be renewed, its lifetime ended") \
	X(RECYCLING_RESULT, "recycling_result", FACT_STR, \
	    "followed, waits (a new channel was asked for, and had not taken " \
	    "over when the tunnel ended), failed (that channel ended it)") \
	X(RENEWED_IN, "renewed_in", FACT_INT, \
	    "IN channels that took over from another, as we wished") \
	X(RENEWED_OUT, "renewed_out", FACT_INT, \
	    "OUT channels that did, as the server wished") \
	X(HOLD_SENT, "hold_sent", FACT_INT, "bytes of RPC on IN") \
	X(HOLD_RECEIVED, "hold_received", FACT_INT, "bytes of RPC on OUT")

#endif
