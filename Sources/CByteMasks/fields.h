// Where the fields of CSV end, found 64 bytes at a time, and what in it is not plain.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "masks.h"

// Which of 64 bytes are what CSV is made of.
typedef struct {
    uint64_t quotes, separators, line_feeds, returns, backslashes;
} csv_masks;

static inline csv_masks csv_masks_of(const uint8_t *bytes, uint8_t separator) {
    return (csv_masks){
        bytes_equal_64(bytes, '"'), bytes_equal_64(bytes, separator), bytes_equal_64(bytes, '\n'),
        bytes_equal_64(bytes, '\r'), bytes_equal_64(bytes, '\\')};
}

// Bit i: whether the bits up to and including i are odd in number.
static inline uint64_t csv_parity(uint64_t bits) {
    for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
    return bits;
}

// The body of the functions below: they differ in the instructions for the two steps above.
//
// A quote that opens a field, or is the second of a pair, follows a separator, a line end or the first of the pair; one
// that closes a field, or is the first of a pair, precedes one of them. Quotes after a backslash can be read in one way
// only where neither a separator nor a line end follows them: see `ClosingSearch`. A line end in quotes, and a carriage
// return without a line feed, need a closer look.
#define CSV_FIELD_ENDS(masks_of, parity_of)                                                                            \
    const size_t blocks = is_end ? count / 64 + 1 : count / 64;                                                        \
    uint64_t is_enclosed = 0, after_backslash = 0, in_run = 0, after_end = 1;                                          \
    uint8_t last[64];                                                                                                  \
    const size_t complete = count / 64;                                                                                \
    memset(last, '\n', sizeof last);                                                                                   \
    if (is_end && count % 64 != 0) memcpy(last, bytes + 64 * complete, count % 64);                                    \
    csv_masks next = masks_of(complete > 0 || !is_end ? bytes : last, separator);                                      \
    for (size_t block = 0; block < blocks; block++) {                                                                  \
        const csv_masks now = next;                                                                                    \
        if (block + 1 < complete || !is_end) {                                                                         \
            next = masks_of(bytes + 64 * (block + 1), separator);                                                      \
        } else if (block + 1 == complete) {                                                                            \
            next = masks_of(last, separator);                                                                          \
        } else {                                                                                                       \
            next = (csv_masks){0, 0, ~(uint64_t)0, 0, 0};                                                              \
        }                                                                                                              \
        const uint64_t enclosed = parity_of(now.quotes) ^ is_enclosed;                                                 \
        is_enclosed = 0 - (enclosed >> 63);                                                                            \
        const uint64_t opening = now.quotes & enclosed, closing = now.quotes & ~enclosed;                              \
        const uint64_t edges = now.quotes | now.separators | now.line_feeds;                                           \
        const uint64_t stops = edges | now.returns;                                                                    \
        const uint64_t next_stops = next.quotes | next.separators | next.line_feeds | next.returns;                    \
        const uint64_t misplaced = (opening & ~(edges << 1 | after_end)) | (closing & ~(stops >> 1 | next_stops << 63));\
        const uint64_t escaped = now.quotes & (now.backslashes << 1 | after_backslash);                                \
        /* An addition carries through a run of quotes to the byte behind it. */                                       \
        uint64_t runs;                                                                                                 \
        uint64_t is_over = __builtin_add_overflow(now.quotes, escaped, &runs);                                         \
        is_over |= __builtin_add_overflow(runs, in_run, &runs);                                                        \
        const uint64_t ambiguous = runs & ~now.quotes & stops;                                                         \
        const uint64_t lone = now.returns & ~(now.line_feeds >> 1 | next.line_feeds << 63);                            \
        ends[block] = (now.separators | now.line_feeds) & ~enclosed;                                                   \
        doubtful[block] = misplaced | ambiguous | lone | (now.line_feeds & enclosed);                                  \
        after_end = edges >> 63;                                                                                       \
        in_run = is_over;                                                                                              \
        after_backslash = now.backslashes >> 63;                                                                       \
    }                                                                                                                  \
    return blocks;

static inline size_t csv_field_ends_plainly(
    const uint8_t *bytes, size_t count, int is_end, uint8_t separator, uint64_t *ends, uint64_t *doubtful) {
    CSV_FIELD_ENDS(csv_masks_of, csv_parity)
}

#if defined(__x86_64__)
#include <immintrin.h>

#define CSV_TARGET __attribute__((target("avx2,pclmul")))

CSV_TARGET static inline uint64_t csv_equal_avx2(__m256i low, __m256i high, uint8_t byte) {
    const __m256i wanted = _mm256_set1_epi8((char)byte);
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted))
        | (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)) << 32;
}

CSV_TARGET static inline csv_masks csv_masks_avx2(const uint8_t *bytes, uint8_t separator) {
    const __m256i low = _mm256_loadu_si256((const __m256i *)bytes);
    const __m256i high = _mm256_loadu_si256((const __m256i *)(bytes + 32));
    return (csv_masks){
        csv_equal_avx2(low, high, '"'), csv_equal_avx2(low, high, separator), csv_equal_avx2(low, high, '\n'),
        csv_equal_avx2(low, high, '\r'), csv_equal_avx2(low, high, '\\')};
}

CSV_TARGET static inline uint64_t csv_parity_clmul(uint64_t bits) {
    const __m128i product = _mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)bits), _mm_set1_epi8((char)0xFF), 0);
    return (uint64_t)_mm_cvtsi128_si64(product);
}

CSV_TARGET static inline size_t csv_field_ends_avx2(
    const uint8_t *bytes, size_t count, int is_end, uint8_t separator, uint64_t *ends, uint64_t *doubtful) {
    CSV_FIELD_ENDS(csv_masks_avx2, csv_parity_clmul)
}

#undef CSV_TARGET
#endif

// Finds where fields end in CSV that begins at a row, a bit for each byte.
//
// count: how many bytes; a multiple of 64 unless the text ends there. Otherwise 64 more can be read.
// is_end: whether the text ends there, which ends a row as a line end does.
// ends: the separators and line ends outside enclosed fields; behind the text's end, too.
// doubtful: set in a row that is not plain: see `PlainRow`. Rows after it may be misread.
// Returns how many masks were written: one for 64 bytes.
static inline size_t csv_field_ends(
    const uint8_t *bytes, size_t count, int is_end, uint8_t separator, uint64_t *ends, uint64_t *doubtful) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul")) {
        return csv_field_ends_avx2(bytes, count, is_end, separator, ends, doubtful);
    }
#endif
    return csv_field_ends_plainly(bytes, count, is_end, separator, ends, doubtful);
}

#undef CSV_FIELD_ENDS
