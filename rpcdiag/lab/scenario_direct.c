/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/scenario_direct.h"

#define EVERY_SCHEME "Negotiate NTLM Basic"
#define SOON "--timeout 2"

const struct scenario direct_scenarios[] = {
	{ .id = "EXTENDED_PROTECTION_CBT.required.direct",
	    .title = "bindings are required, the server's door is known",
	    .direct = true,
	    .device = &bridging_device,
	    .node = { .server = "Microsoft-IIS/10.0",
		.schemes = EVERY_SCHEME,
		.protection = PROTECTION_REQUIRE } },
	{ .id = "EXTENDED_PROTECTION_CBT.ntlm.direct",
	    .title = "bindings are checked, no Basic, the server's door is "
		     "known",
	    .direct = true,
	    .device = &bridging_device,
	    .node = { .schemes = "NTLM", .protection = PROTECTION_ALLOW } },
	{ .id = "NTLM_CONN_AFFINITY_BROKEN.direct",
	    .title = "a device opens a connection behind for each request, the "
		     "server's door is known",
	    .direct = true,
	    .device = &multiplexing_device,
	    .node = { .schemes = EVERY_SCHEME } },
	{ .id = "NTLM_CONN_AFFINITY_BROKEN.ntlm.direct",
	    .title = "as above, without Basic",
	    .direct = true,
	    .device = &multiplexing_device,
	    .node = { .schemes = "NTLM" } },
	{ .id = "IIS_KERNEL_MODE_AUTH.direct",
	    .title = "IIS 7.0 behind a device forgets what NTLM has begun, its "
		     "door is known",
	    .direct = true,
	    .device = &harmless_device,
	    .node = { .schemes = EVERY_SCHEME, .breaks_ntlm = true } },
	{ .id = "NTLM_PREAUTH_UNSUPPORTED.direct",
	    .title = "a device that knows Basic alone, the server's door is "
		     "known",
	    .options = "--http-auth ntlm,negotiate",
	    .direct = true,
	    .device = &basic_device,
	    .node = { .schemes = EVERY_SCHEME } },
	{ .id = "NTLM_PREAUTH_UNSUPPORTED.b.direct",
	    .title = "it offers NTLM all the same, the server's door is known",
	    .direct = true,
	    .device = &boasting_device,
	    .node = { .schemes = EVERY_SCHEME } },
	{ .id = "HTTP_AUTH_SCHEME_MISMATCH.direct",
	    .title = "the client is told NTLM, and the server behind the "
		     "device knows Basic alone",
	    .options = "--http-auth ntlm,negotiate",
	    .direct = true,
	    .device = &harmless_device },
	{ .id = "IN_CHANNEL_BUFFERED.direct",
	    .title = "the reverse proxy collects request bodies, the server's "
		     "door is known",
	    .options = SOON,
	    .direct = true,
	    .device = &request_buffer_device },
	{ .id = "OUT_CHANNEL_BUFFERED.direct",
	    .title = "the reverse proxy collects answers, the server's door is "
		     "known",
	    .options = SOON,
	    .direct = true,
	    .device = &response_buffer_device },
	{ .id = "BACKEND_HANG.direct",
	    .title = "the server hangs on 6004, with the device or past it",
	    .options = SOON,
	    .direct = true,
	    .device = &harmless_device,
	    .door = { [ENDPOINT_6004] = DOOR_HANGS } },
};

const size_t direct_scenarios_n =
    sizeof(direct_scenarios) / sizeof(direct_scenarios[0]);
