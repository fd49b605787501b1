// The bytes of a CSV field that need more than copying: those that make enclosing necessary, and quotes, which stand
// doubled inside. Four bytes at a time, without a branch for each: a payload has a quote every few bytes.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "masks.h"

#if defined(__SSE2__)
#include <tmmintrin.h>
#define WITH_SHUFFLES __attribute__((target("ssse3")))
#define HAS_SHUFFLES __builtin_cpu_supports("ssse3")

// Four bytes in another order: eight places, each naming the byte that stands there.
WITH_SHUFFLES static inline uint64_t bytes_shuffled(const uint8_t *four, const uint8_t *order) {
    int32_t word;
    memcpy(&word, four, sizeof word);
    const __m128i places = _mm_loadl_epi64((const __m128i *)order);
    return (uint64_t)_mm_cvtsi128_si64(_mm_shuffle_epi8(_mm_cvtsi32_si128(word), places));
}

// Whether any of some bytes belongs to a set of bytes below 64, which has a bit for each.
WITH_SHUFFLES static inline int bytes_any_of_shuffled(const uint8_t *bytes, size_t count, uint64_t set) {
    // The set has a row of eight bits for each eight bytes, and none from 64 on; a byte from 128 on has no bit of a row.
    const __m128i rows = _mm_cvtsi64_si128((long long)set);
    const __m128i bits = _mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, (char)128, 0, 0, 0, 0, 0, 0, 0, 0);
    __m128i any = _mm_setzero_si128();
    for (size_t index = 0; index < count; index += 16) {
        // The last sixteen overlap those before.
        const size_t start = index + 16 <= count ? index : count - 16;
        const __m128i some = _mm_loadu_si128((const __m128i *)(bytes + start));
        const __m128i row =
            _mm_shuffle_epi8(rows, _mm_and_si128(_mm_srli_epi16(some, 3), _mm_set1_epi8(0x0F)));
        const __m128i bit = _mm_shuffle_epi8(bits, _mm_and_si128(some, _mm_set1_epi8((char)0x87)));
        any = _mm_or_si128(any, _mm_and_si128(row, bit));
    }
    return _mm_movemask_epi8(_mm_cmpeq_epi8(any, _mm_setzero_si128())) != 0xFFFF;
}

#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#define WITH_SHUFFLES
#define HAS_SHUFFLES 1

static inline uint64_t bytes_shuffled(const uint8_t *four, const uint8_t *order) {
    uint32_t word;
    memcpy(&word, four, sizeof word);
    const uint8x8_t some = vreinterpret_u8_u32(vdup_n_u32(word));
    return vget_lane_u64(vreinterpret_u64_u8(vtbl1_u8(some, vld1_u8(order))), 0);
}

static inline int bytes_any_of_shuffled(const uint8_t *bytes, size_t count, uint64_t set) {
    const uint8x16_t rows = vcombine_u8(vcreate_u8(set), vdup_n_u8(0));
    const uint8x16_t bits = {1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0};
    uint8x16_t any = vdupq_n_u8(0);
    for (size_t index = 0; index < count; index += 16) {
        const uint8x16_t some = vld1q_u8(bytes + (index + 16 <= count ? index : count - 16));
        const uint8x16_t row = vqtbl1q_u8(rows, vandq_u8(vshrq_n_u8(some, 3), vdupq_n_u8(0x0F)));
        any = vorrq_u8(any, vandq_u8(row, vqtbl1q_u8(bits, vandq_u8(some, vdupq_n_u8(0x87)))));
    }
    return vmaxvq_u8(any) != 0;
}
#endif

// Whether any of some bytes belongs to a set of bytes below 64, which has a bit for each.
static inline int bytes_any_of(const uint8_t *bytes, size_t count, uint64_t set) {
#if defined(HAS_SHUFFLES)
    if (count >= 16 && HAS_SHUFFLES) return bytes_any_of_shuffled(bytes, count, set);
#endif
    uint64_t any = 0;
    for (size_t index = 0; index < count; index++) any |= bytes[index] < 64 ? set >> bytes[index] & 1 : 0;
    return any != 0;
}

#if defined(HAS_SHUFFLES)
// By which of four bytes are quotes, the lowest bit for the first: the four with each of those doubled.
static const uint8_t bytes_order_doubled[16][8] = {
    {0, 1, 2, 3},          {0, 0, 1, 2, 3},       {0, 1, 1, 2, 3},       {0, 0, 1, 1, 2, 3},
    {0, 1, 2, 2, 3},       {0, 0, 1, 2, 2, 3},    {0, 1, 1, 2, 2, 3},    {0, 0, 1, 1, 2, 2, 3},
    {0, 1, 2, 3, 3},       {0, 0, 1, 2, 3, 3},    {0, 1, 1, 2, 3, 3},    {0, 0, 1, 1, 2, 3, 3},
    {0, 1, 2, 2, 3, 3},    {0, 0, 1, 2, 2, 3, 3}, {0, 1, 1, 2, 2, 3, 3}, {0, 0, 1, 1, 2, 2, 3, 3},
};
// By which of four bytes are to go: those that stay.
static const uint8_t bytes_order_left[16][8] = {
    {0, 1, 2, 3}, {1, 2, 3}, {0, 2, 3}, {2, 3}, {0, 1, 3}, {1, 3}, {0, 3}, {3},
    {0, 1, 2},    {1, 2},    {0, 2},    {2},    {0, 1},    {1},    {0},    {0},
};

// How many bits are set among the four lowest.
static inline size_t bytes_bits_of_4(uint64_t bits) { return 0x4332322132212110u >> (4 * (bits & 15)) & 15; }

// The bits of up to 64 bytes that are a certain byte.
static inline uint64_t bytes_equal_up_to_64(const uint8_t *bytes, size_t count, uint8_t byte) {
    if (count >= 64) return bytes_equal_64(bytes, byte);
    uint8_t last[64];
    // Other bytes than those asked for behind the last.
    memset(last, ~byte, sizeof last);
    memcpy(last, bytes, count);
    return bytes_equal_64(last, byte);
}

WITH_SHUFFLES static inline size_t bytes_double_shuffled(
    const uint8_t *bytes, size_t count, uint8_t byte, uint8_t *place) {
    uint8_t *const start = place;
    for (size_t block = 0; block < count; block += 64) {
        uint64_t quotes = bytes_equal_up_to_64(bytes + block, count - block, byte);
        const size_t end = count - block < 64 ? count : block + 64;
        size_t index = block;
        // Eight bytes are written, which four bytes may come to.
        for (; index + 4 <= end; index += 4, quotes >>= 4) {
            const uint64_t eight = bytes_shuffled(bytes + index, bytes_order_doubled[quotes & 15]);
            memcpy(place, &eight, 8);
            place += 4 + bytes_bits_of_4(quotes);
        }
        for (; index < end; index++) {
            *place++ = bytes[index];
            if (bytes[index] == byte) *place++ = byte;
        }
    }
    return (size_t)(place - start);
}

WITH_SHUFFLES static inline size_t bytes_halve_shuffled(uint8_t *bytes, size_t count, uint8_t byte) {
    uint8_t *place = bytes;
    // All ones where the text so far holds an odd number of quotes.
    uint64_t is_odd = 0;
    for (size_t block = 0; block < count; block += 64) {
        const uint64_t quotes = bytes_equal_up_to_64(bytes + block, count - block, byte);
        // Bit i: whether the quotes up to and including byte i are odd in number.
        uint64_t parity = quotes;
        for (int shift = 1; shift < 64; shift *= 2) parity ^= parity << shift;
        parity ^= is_odd;
        is_odd = 0 - (parity >> 63);
        uint64_t seconds = quotes & ~parity;
        const size_t end = count - block < 64 ? count : block + 64;
        size_t index = block;
        for (; index + 4 <= end; index += 4, seconds >>= 4) {
            const uint32_t four = (uint32_t)bytes_shuffled(bytes + index, bytes_order_left[seconds & 15]);
            memcpy(place, &four, 4);
            place += 4 - bytes_bits_of_4(seconds);
        }
        for (; index < end; index++, seconds >>= 1) {
            *place = bytes[index];
            place += 1 - (seconds & 1);
        }
    }
    return (size_t)(place - bytes);
}
#endif

// Copies bytes, a certain one of them doubled wherever it stands.
//
// place: with room for twice as many.
// Returns how many were written.
static inline size_t bytes_double(const uint8_t *bytes, size_t count, uint8_t byte, uint8_t *place) {
#if defined(HAS_SHUFFLES)
    if (HAS_SHUFFLES) return bytes_double_shuffled(bytes, count, byte, place);
#endif
    uint8_t *const start = place;
    for (size_t index = 0; index < count; index++) {
        *place++ = bytes[index];
        if (bytes[index] == byte) *place++ = byte;
    }
    return (size_t)(place - start);
}

// Takes every second one of a certain byte out of some bytes, where they stand.
//
// Returns how many are left.
static inline size_t bytes_halve(uint8_t *bytes, size_t count, uint8_t byte) {
#if defined(HAS_SHUFFLES)
    if (HAS_SHUFFLES) return bytes_halve_shuffled(bytes, count, byte);
#endif
    uint8_t *place = bytes;
    int is_second = 0;
    for (size_t index = 0; index < count; index++) {
        if (bytes[index] == byte && (is_second = !is_second) == 0) continue;
        *place++ = bytes[index];
    }
    return (size_t)(place - bytes);
}

#undef WITH_SHUFFLES
#undef HAS_SHUFFLES
