// The bytes of a JSON string that mean themselves.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// How many bytes stand before the first quote, backslash or control character; all, where there is none.
static inline size_t json_plain_prefix(const uint8_t *bytes, size_t count) {
    size_t index = 0;
#if defined(__SSE2__)
    const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\'), control = _mm_set1_epi8(0x1F);
    for (; index + 16 <= count; index += 16) {
        const __m128i some = _mm_loadu_si128((const __m128i *)(bytes + index));
        const __m128i special = _mm_or_si128(
            _mm_or_si128(_mm_cmpeq_epi8(some, quote), _mm_cmpeq_epi8(some, backslash)),
            _mm_cmpeq_epi8(_mm_min_epu8(some, control), some));
        const int mask = _mm_movemask_epi8(special);
        if (mask != 0) return index + (size_t)__builtin_ctz((unsigned)mask);
    }
#else
    const uint64_t ones = 0x0101010101010101u;
    for (; index + 8 <= count; index += 8) {
        uint64_t some;
        memcpy(&some, bytes + index, sizeof some);
        const uint64_t quotes = some ^ ones * '"', backslashes = some ^ ones * '\\';
        // The classic test for a zero byte. It errs only in bytes behind a correct one.
        const uint64_t special =
            (((quotes - ones) & ~quotes) | ((backslashes - ones) & ~backslashes) | ((some - ones * ' ') & ~some))
            & (ones * 0x80);
        if (special != 0) break;
    }
#endif
    for (; index < count; index++) {
        if (bytes[index] == '"' || bytes[index] == '\\' || bytes[index] < ' ') return index;
    }
    return count;
}
