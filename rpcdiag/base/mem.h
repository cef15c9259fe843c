/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory that is either there or ends the program: running out of memory is
 * not a state this program diagnoses anything in, so no caller checks.
 */
#ifndef RPCDIAG_BASE_MEM_H
#define RPCDIAG_BASE_MEM_H

#include <stdarg.h>
#include <stddef.h>

/* All return owned memory (free() it) and never NULL. */
void *mem_new(size_t n);			    /* zeroed */
void *mem_grow(void *p, size_t count, size_t size); /* realloc, checked */
char *mem_strdup(const char *s);		    /* NULL gives NULL */
char *mem_strndup(const char *s, size_t n);
char *mem_printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
char *mem_vprintf(const char *fmt, va_list ap)
    __attribute__((format(printf, 1, 0)));

/* Replace *p by an owned copy of s, freeing what was there; s may be NULL. */
void mem_set(char **p, const char *s);

#endif
