// Which of 64 bytes are a certain byte, as 64 bits: what Swift's SIMD types have no operation for.
#pragma once
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>

static inline uint64_t bytes_equal_64(const uint8_t *bytes, uint8_t byte) {
    const __m128i wanted = _mm_set1_epi8((char)byte);
    uint64_t mask = 0;
    for (int part = 0; part < 4; part++) {
        const __m128i some = _mm_loadu_si128((const __m128i *)(bytes + 16 * part));
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(some, wanted)) << (16 * part);
    }
    return mask;
}

#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>

static inline uint64_t bytes_equal_64(const uint8_t *bytes, uint8_t byte) {
    const uint8x16_t wanted = vdupq_n_u8(byte);
    const uint8x16_t place = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t parts[4];
    for (int part = 0; part < 4; part++) {
        parts[part] = vandq_u8(vceqq_u8(vld1q_u8(bytes + 16 * part), wanted), place);
    }
    // Pairwise sums leave a byte of bits for every eight bytes, in their order.
    uint8x16_t sum = vpaddq_u8(vpaddq_u8(parts[0], parts[1]), vpaddq_u8(parts[2], parts[3]));
    sum = vpaddq_u8(sum, sum);
    return vgetq_lane_u64(vreinterpretq_u64_u8(sum), 0);
}

#else

static inline uint64_t bytes_equal_64(const uint8_t *bytes, uint8_t byte) {
    uint64_t mask = 0;
    for (int index = 0; index < 64; index++) mask |= (uint64_t)(bytes[index] == byte) << index;
    return mask;
}

#endif

// How often a byte stands among some.
static inline size_t bytes_count(const uint8_t *bytes, size_t count, uint8_t byte) {
    // 64 bytes at once, in as many registers as the processor needs for them.
    typedef uint8_t lanes __attribute__((vector_size(64)));
    size_t total = 0, start = 0;
    while (count - start >= sizeof(lanes)) {
        lanes sums = {0};
        // A lane can count so many.
        for (int steps = 0; steps < 255 && count - start >= sizeof(lanes); steps++, start += sizeof(lanes)) {
            lanes some;
            memcpy(&some, bytes + start, sizeof(lanes));
            sums -= (lanes)(some == byte);
        }
        for (size_t lane = 0; lane < sizeof(lanes); lane++) total += sums[lane];
    }
    for (; start < count; start++) total += bytes[start] == byte;
    return total;
}
