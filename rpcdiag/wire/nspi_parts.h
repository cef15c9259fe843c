/* SPDX-License-Identifier: Apache-2.0 */
/* Shapes that several calls of the address book share; nobody else's. */
#ifndef RPCDIAG_WIRE_NSPI_PARTS_H
#define RPCDIAG_WIRE_NSPI_PARTS_H

#include "wire/nspi.h"

struct nspi_stat nspi_stat_read(struct rd *r);
void nspi_stat_write(struct wr *w, const struct nspi_stat *s);

/* The numbers of a PropertyTagArray_r (2.2.1.2), at most max of them; how many
 * there are. */
unsigned nspi_numbers_read(struct rd *r, uint32_t *out, unsigned max);
void nspi_numbers_write(struct wr *w, const uint32_t *numbers, unsigned n);

/* The pointers before an array of strings, where there is one; how many. */
unsigned nspi_pointers_read(struct rd *r, bool there[NSPI_NAMES_MAX]);
void nspi_pointers_write(struct wr *w, unsigned n);

#endif
