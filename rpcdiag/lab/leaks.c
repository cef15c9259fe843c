/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/leaks.h"

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ASAN 1
#endif
#endif

#ifdef UNDER_ASAN

#include <sanitizer/lsan_interface.h>

void
leaks_begin_foreign(void)
{
	__lsan_disable();
}

void
leaks_end_foreign(void)
{
	__lsan_enable();
}

#else

void
leaks_begin_foreign(void)
{
}

void
leaks_end_foreign(void)
{
}

#endif
