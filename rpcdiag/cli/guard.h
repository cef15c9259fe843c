/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Between enter and leave no core file is written and no other process of the
 * user may read our memory: a password is held.
 */
#ifndef RPCDIAG_CLI_GUARD_H
#define RPCDIAG_CLI_GUARD_H

void guard_enter(void);
/* Does nothing unless entered. */
void guard_leave(void);

#endif
