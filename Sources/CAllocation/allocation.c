// Allocation that fails with an error message instead of a crash.
//
// Neither Swift's runtime nor most libraries go on where memory cannot be had: they trap (SIGILL), follow a null pointer, or
// wait for ever, and Swift code can catch none of it. So every allocation of the process comes through here on its
// way to glibc, which allocates as always. Where it has nothing to give, the process says so, tidies up, and ends with the
// exit code for what could not be run.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CAllocation.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

static void (*before_exhaustion)(void);

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *block);

// Kept so that there is some memory left to tidy up with.
static void *reserve;
static atomic_flag is_ending = ATOMIC_FLAG_INIT;
static _Thread_local int is_ending_here;

// More than any machine has: a number that somebody made up, and that the caller can answer for.
static const size_t absurd = (size_t)1 << 46;

static void say(const char *text) {
    ssize_t written = write(STDERR_FILENO, text, strlen(text));
    (void)written;
}

static void end_if_exhausted(size_t size) {
    if (size >= absurd) return;
    // What tidies up may fail in turn: then it is left undone, and swept up by the next run.
    if (is_ending_here) _exit(3);
    // Another thread is at it: it will end this one too.
    if (atomic_flag_test_and_set(&is_ending)) for (;;) pause();
    is_ending_here = 1;
    __libc_free(reserve);
    if (isatty(STDERR_FILENO)) say("\r\x1B[K");
    char digits[24], *digit = digits + sizeof digits;
    *--digit = 0;
    do *--digit = (char)('0' + size % 10); while (size /= 10);
    say("error: out of memory: ");
    say(digit);
    say(" more bytes are not to be had\nhint: read fewer logs at once, or raise the limit (ulimit -v)\n");
    if (before_exhaustion) before_exhaustion();
    _exit(3);
}

void *malloc(size_t size) {
    void *block = __libc_malloc(size);
    if (__builtin_expect(!block, 0)) end_if_exhausted(size);
    return block;
}

void *calloc(size_t count, size_t size) {
    void *block = __libc_calloc(count, size);
    if (__builtin_expect(!block, 0)) {
        size_t bytes;
        end_if_exhausted(__builtin_mul_overflow(count, size, &bytes) ? SIZE_MAX : bytes);
    }
    return block;
}

void *realloc(void *old, size_t size) {
    void *block = __libc_realloc(old, size);
    if (__builtin_expect(!block && size > 0, 0)) end_if_exhausted(size);
    return block;
}

void *memalign(size_t alignment, size_t size) {
    void *block = __libc_memalign(alignment, size);
    if (__builtin_expect(!block, 0)) end_if_exhausted(size);
    return block;
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **block, size_t alignment, size_t size) {
    if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0) return EINVAL;
    void *found = memalign(alignment, size);
    if (!found) return ENOMEM;
    *block = found;
    return 0;
}

// A thread for whose stack there is no room: whoever wants one would wait for it for ever.
int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *), void *argument) {
    static int (*create)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    if (!create) *(void **)&create = dlsym(RTLD_NEXT, "pthread_create");
    int code = create(thread, attributes, body, argument);
    if (code != EAGAIN && code != ENOMEM) return code;
    size_t size = 8 << 20;
    if (attributes) pthread_attr_getstacksize(attributes, &size);
    void *stack = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (stack == MAP_FAILED) end_if_exhausted(size);
    else munmap(stack, size);
    return code;
}

void pushtrail_before_exhaustion(void (*body)(void)) {
    before_exhaustion = body;
    if (!reserve) reserve = malloc(1 << 20);
    // Where address space is limited there is soon none for an arena of each thread's own, and glibc then maps every small
    // block by itself, a thousand times as slowly: all threads share one instead.
    struct rlimit limit;
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) mallopt(M_ARENA_MAX, 1);
}
