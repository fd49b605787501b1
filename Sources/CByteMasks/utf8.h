// Whether bytes are UTF-8 (RFC 3629), as fast as they can be loaded while they are ASCII.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// How many bytes are UTF-8 before the first sequence that is none: all, where the text is valid. Byte by byte.
static inline size_t utf8_valid_prefix(const uint8_t *bytes, size_t count) {
    size_t index = 0;
    while (index < count) {
        uint64_t word;
        if (index + 8 <= count) {
            memcpy(&word, bytes + index, 8);
            if ((word & 0x8080808080808080u) == 0) {
                index += 8;
                continue;
            }
        }
        const uint8_t first = bytes[index];
        if (first < 0x80) {
            index++;
            continue;
        }
        // The bounds of the second byte rule out overlong forms, surrogates, and what is beyond U+10FFFF.
        size_t length;
        uint8_t low = 0x80, high = 0xBF;
        if (first >= 0xC2 && first <= 0xDF) {
            length = 2;
        } else if (first >= 0xE0 && first <= 0xEF) {
            length = 3;
            if (first == 0xE0) low = 0xA0;
            if (first == 0xED) high = 0x9F;
        } else if (first >= 0xF0 && first <= 0xF4) {
            length = 4;
            if (first == 0xF0) low = 0x90;
            if (first == 0xF4) high = 0x8F;
        } else {
            return index;
        }
        if (index + length > count) return index;
        if (bytes[index + 1] < low || bytes[index + 1] > high) return index;
        for (size_t next = 2; next < length; next++) {
            if ((bytes[index + next] & 0xC0) != 0x80) return index;
        }
        index += length;
    }
    return count;
}

#if defined(__SSE2__)
#include <tmmintrin.h>

// The same question for a long text, 16 bytes at a time: John Keiser and Daniel Lemire, "Validating UTF-8 In Less Than
// One Instruction Per Byte" (2020). Three tables, looked up by the nibbles of each two bytes, have a bit for each way of
// being wrong; what all three agree on is wrong.
__attribute__((target("ssse3"))) static inline int utf8_is_valid_ssse3(const uint8_t *bytes, size_t count) {
    enum {
        too_short = 1 << 0, too_long = 1 << 1, overlong_3 = 1 << 2, too_large = 1 << 3, surrogate = 1 << 4,
        overlong_2 = 1 << 5, too_large_1000 = 1 << 6, overlong_4 = 1 << 6, two_conts = 1 << 7,
        carry = too_short | too_long | two_conts, large = carry | too_large | too_large_1000,
        second = too_long | overlong_2 | two_conts,
    };
    const __m128i first_high = _mm_setr_epi8(
        too_long, too_long, too_long, too_long, too_long, too_long, too_long, too_long, (char)two_conts,
        (char)two_conts, (char)two_conts, (char)two_conts, too_short | overlong_2, too_short,
        too_short | overlong_3 | surrogate, too_short | too_large | too_large_1000 | overlong_4);
    const __m128i first_low = _mm_setr_epi8(
        (char)(carry | overlong_3 | overlong_2 | overlong_4), (char)(carry | overlong_2), (char)carry, (char)carry,
        (char)(carry | too_large), (char)large, (char)large, (char)large, (char)large, (char)large, (char)large,
        (char)large, (char)large, (char)(large | surrogate), (char)large, (char)large);
    const __m128i second_high = _mm_setr_epi8(
        too_short, too_short, too_short, too_short, too_short, too_short, too_short, too_short,
        (char)(second | overlong_3 | too_large_1000 | overlong_4), (char)(second | overlong_3 | too_large),
        (char)(second | surrogate | too_large), (char)(second | surrogate | too_large), too_short, too_short, too_short,
        too_short);
    const __m128i nibble = _mm_set1_epi8(0x0F);
    __m128i error = _mm_setzero_si128(), before = _mm_setzero_si128();
    // Zeros behind the last byte are not what a sequence that is cut off there needs.
    uint8_t last[64];
    for (size_t index = 0; index <= count; index += 64) {
        const uint8_t *block = bytes + index;
        if (index + 64 > count) {
            memset(last, 0, sizeof last);
            memcpy(last, bytes + index, count - index);
            block = last;
        }
        __m128i parts[4];
        for (int part = 0; part < 4; part++) parts[part] = _mm_loadu_si128((const __m128i *)(block + 16 * part));
        const __m128i any = _mm_or_si128(_mm_or_si128(parts[0], parts[1]), _mm_or_si128(parts[2], parts[3]));
        if (_mm_movemask_epi8(_mm_or_si128(any, before)) == 0) continue;
        for (int part = 0; part < 4; part++) {
            const __m128i now = parts[part];
            const __m128i prev1 = _mm_alignr_epi8(now, before, 15), prev2 = _mm_alignr_epi8(now, before, 14),
                          prev3 = _mm_alignr_epi8(now, before, 13);
            const __m128i special = _mm_and_si128(
                _mm_and_si128(
                    _mm_shuffle_epi8(first_high, _mm_and_si128(_mm_srli_epi16(prev1, 4), nibble)),
                    _mm_shuffle_epi8(first_low, _mm_and_si128(prev1, nibble))),
                _mm_shuffle_epi8(second_high, _mm_and_si128(_mm_srli_epi16(now, 4), nibble)));
            // The third byte of three and the third and fourth of four are to be what two continuations are.
            const __m128i wanted = _mm_and_si128(
                _mm_or_si128(
                    _mm_subs_epu8(prev2, _mm_set1_epi8(0xE0 - 0x80)), _mm_subs_epu8(prev3, _mm_set1_epi8(0xF0 - 0x80))),
                _mm_set1_epi8((char)0x80));
            error = _mm_or_si128(error, _mm_xor_si128(wanted, special));
            before = now;
        }
    }
    return _mm_movemask_epi8(_mm_cmpeq_epi8(error, _mm_setzero_si128())) == 0xFFFF;
}
#endif

// How many bytes are certainly ASCII: those before the first that is not, or a few less.
static inline size_t ascii_prefix(const uint8_t *bytes, size_t count) {
    size_t index = 0;
#if defined(__SSE2__)
    for (; index + 128 <= count; index += 128) {
        __m128i any = _mm_setzero_si128();
        for (int part = 0; part < 8; part++) {
            any = _mm_or_si128(any, _mm_loadu_si128((const __m128i *)(bytes + index + 16 * part)));
        }
        if (_mm_movemask_epi8(any) != 0) return index;
    }
#endif
    for (; index + 8 <= count; index += 8) {
        uint64_t word;
        memcpy(&word, bytes + index, 8);
        if ((word & 0x8080808080808080u) != 0) return index;
    }
    for (; index < count && bytes[index] < 0x80; index++) {}
    return index;
}

// Whether a text is UTF-8.
static inline int utf8_is_valid(const uint8_t *bytes, size_t count) {
    const size_t index = ascii_prefix(bytes, count);
#if defined(__SSE2__)
    if (count - index >= 64 && __builtin_cpu_supports("ssse3")) {
        return utf8_is_valid_ssse3(bytes + index, count - index);
    }
#endif
    return utf8_valid_prefix(bytes + index, count - index) == count - index;
}
