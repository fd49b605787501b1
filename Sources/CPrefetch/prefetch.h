// Asking for memory ahead of its use, which Swift has no operation for.
#pragma once

// Has the processor bring a cache line in, without waiting for it. The address may be invalid.
static inline void prefetch_line(const void *address) { __builtin_prefetch(address); }
