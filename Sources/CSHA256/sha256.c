#include "CSHA256.h"
#include <string.h>

static const uint32_t first_state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

static const uint32_t constants[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

typedef void (*compress_function)(uint32_t state[8], const uint8_t *blocks, size_t count);
// The same for two messages, each with as many blocks.
typedef void (*compress_two_function)(
    uint32_t first[8], const uint8_t *first_blocks, uint32_t second[8], const uint8_t *second_blocks, size_t count);

static uint32_t read_big(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void write_big(uint8_t *at, uint32_t value) {
    at[0] = (uint8_t)(value >> 24);
    at[1] = (uint8_t)(value >> 16);
    at[2] = (uint8_t)(value >> 8);
    at[3] = (uint8_t)value;
}

static uint32_t turn(uint32_t value, int bits) { return value >> bits | value << (32 - bits); }

static void compress_portable(uint32_t state[8], const uint8_t *blocks, size_t count) {
    for (; count > 0; count--, blocks += 64) {
        uint32_t w[64];
        for (int i = 0; i < 16; i++) w[i] = read_big(blocks + 4 * i);
        for (int i = 16; i < 64; i++) {
            uint32_t s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ w[i - 15] >> 3;
            uint32_t s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ w[i - 2] >> 10;
            w[i] = w[i - 16] + s0 + w[i - 7] + s1;
        }
        uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
        uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
        for (int i = 0; i < 64; i++) {
            uint32_t s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
            uint32_t t1 = h + s1 + ((e & f) ^ (~e & g)) + constants[i] + w[i];
            uint32_t s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
            uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
            h = g, g = f, f = e, e = d + t1, d = c, c = b, b = a, a = t1 + t2;
        }
        state[0] += a, state[1] += b, state[2] += c, state[3] += d;
        state[4] += e, state[5] += f, state[6] += g, state[7] += h;
    }
}

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

#define NATIVE __attribute__((target("sha,sse4.1,ssse3")))
#define INLINE static inline __attribute__((always_inline)) NATIVE

// One message at work: its state as the instructions want it, and the last sixteen words of its schedule.
typedef struct {
    __m128i abef, cdgh, w[4];
} lane;

INLINE lane load(const uint32_t state[8]) {
    __m128i cdab = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xB1);
    __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1B);
    return (lane){.abef = _mm_alignr_epi8(cdab, efgh, 8), .cdgh = _mm_blend_epi16(efgh, cdab, 0xF0)};
}

INLINE void store(lane l, uint32_t state[8]) {
    __m128i feba = _mm_shuffle_epi32(l.abef, 0x1B);
    __m128i dchg = _mm_shuffle_epi32(l.cdgh, 0xB1);
    _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xF0));
    _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

// Rounds 4i to 4i + 3 of a block.
INLINE void four_rounds(lane *l, const uint8_t *block, int i) {
    if (i < 4) {
        const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
        l->w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(block + 16 * i)), swap);
    } else {
        __m128i sum = _mm_sha256msg1_epu32(l->w[i & 3], l->w[(i + 1) & 3]);
        sum = _mm_add_epi32(sum, _mm_alignr_epi8(l->w[(i + 3) & 3], l->w[(i + 2) & 3], 4));
        l->w[i & 3] = _mm_sha256msg2_epu32(sum, l->w[(i + 3) & 3]);
    }
    __m128i k = _mm_add_epi32(l->w[i & 3], _mm_load_si128((const __m128i *)(constants + 4 * i)));
    l->cdgh = _mm_sha256rnds2_epu32(l->cdgh, l->abef, k);
    l->abef = _mm_sha256rnds2_epu32(l->abef, l->cdgh, _mm_shuffle_epi32(k, 0x0E));
}

INLINE void add(lane *l, const lane *before) {
    l->abef = _mm_add_epi32(l->abef, before->abef);
    l->cdgh = _mm_add_epi32(l->cdgh, before->cdgh);
}

NATIVE static void compress_native(uint32_t state[8], const uint8_t *blocks, size_t count) {
    lane l = load(state);
    for (; count > 0; count--, blocks += 64) {
        const lane before = l;
#pragma clang loop unroll(full)
        for (int i = 0; i < 16; i++) four_rounds(&l, blocks, i);
        add(&l, &before);
    }
    store(l, state);
}

// Each round waits for the one before it, so that a message leaves the processor half idle: two take little more time
// than one.
NATIVE static void compress_two_native(
    uint32_t first[8], const uint8_t *first_blocks, uint32_t second[8], const uint8_t *second_blocks, size_t count) {
    lane l = load(first), m = load(second);
    for (; count > 0; count--, first_blocks += 64, second_blocks += 64) {
        const lane l_before = l, m_before = m;
#pragma clang loop unroll(full)
        for (int i = 0; i < 16; i++) {
            four_rounds(&l, first_blocks, i);
            four_rounds(&m, second_blocks, i);
        }
        add(&l, &l_before);
        add(&m, &m_before);
    }
    store(l, first);
    store(m, second);
}

static int has_native(void) {
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSE4_1) || !(c & bit_SSSE3)) return 0;
    // Leaf 7, EBX bit 29: the SHA extensions.
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & 1u << 29) != 0;
}

#elif defined(__aarch64__)
#include <arm_neon.h>
#if defined(__linux__)
#include <sys/auxv.h>
#endif

__attribute__((target("sha2"))) static void compress_native(
    uint32_t state[8], const uint8_t *blocks, size_t count) {
    uint32x4_t abcd = vld1q_u32(state), efgh = vld1q_u32(state + 4);
    for (; count > 0; count--, blocks += 64) {
        const uint32x4_t abcd_before = abcd, efgh_before = efgh;
        uint32x4_t w[4];
#pragma clang loop unroll(full)
        for (int i = 0; i < 16; i++) {
            if (i < 4) {
                w[i] = vreinterpretq_u32_u8(vrev32q_u8(vld1q_u8(blocks + 16 * i)));
            } else {
                w[i & 3] = vsha256su1q_u32(vsha256su0q_u32(w[i & 3], w[(i + 1) & 3]), w[(i + 2) & 3], w[(i + 3) & 3]);
            }
            uint32x4_t k = vaddq_u32(w[i & 3], vld1q_u32(constants + 4 * i));
            uint32x4_t abcd_old = abcd;
            abcd = vsha256hq_u32(abcd, efgh, k);
            efgh = vsha256h2q_u32(efgh, abcd_old, k);
        }
        abcd = vaddq_u32(abcd, abcd_before);
        efgh = vaddq_u32(efgh, efgh_before);
    }
    vst1q_u32(state, abcd);
    vst1q_u32(state + 4, efgh);
}

static int has_native(void) {
#if defined(__linux__)
    // HWCAP_SHA2 of the arm64 kernel interface.
    return (getauxval(AT_HWCAP) & 1ul << 6) != 0;
#else
    return 1;
#endif
}

#else
#define compress_native compress_portable
static int has_native(void) { return 0; }
#endif

static compress_function compress = compress_portable;

static void compress_in_turn(
    uint32_t first[8], const uint8_t *first_blocks, uint32_t second[8], const uint8_t *second_blocks, size_t count) {
    compress(first, first_blocks, count);
    compress(second, second_blocks, count);
}

#if !defined(__x86_64__)
#define compress_two_native compress_in_turn
#endif

static compress_two_function compress_two = compress_in_turn;

void sha256_use_portable(int portable) {
    int native = !portable && has_native();
    compress = native ? compress_native : compress_portable;
    compress_two = native ? compress_two_native : compress_in_turn;
}

__attribute__((constructor)) static void choose(void) { sha256_use_portable(0); }

void sha256_begin(sha256_stream *stream) {
    memcpy(stream->state, first_state, sizeof first_state);
    stream->length = 0;
}

void sha256_take(sha256_stream *stream, const void *bytes, size_t count) {
    const uint8_t *next = bytes;
    size_t filled = stream->length % 64;
    stream->length += count;
    if (count == 0) return;
    if (filled > 0) {
        size_t part = count < 64 - filled ? count : 64 - filled;
        memcpy(stream->rest + filled, next, part);
        next += part, count -= part;
        if (filled + part < 64) return;
        compress(stream->state, stream->rest, 1);
    }
    compress(stream->state, next, count / 64);
    if (count % 64 > 0) memcpy(stream->rest, next + count / 64 * 64, count % 64);
}

// Appends what ends a message of a length in bytes to its last bytes; returns how many blocks that makes, 1 or 2.
static size_t pad(uint8_t *last, size_t filled, uint64_t length) {
    size_t blocks = filled < 56 ? 1 : 2;
    memset(last + filled, 0, 64 * blocks - filled);
    last[filled] = 0x80;
    write_big(last + 64 * blocks - 8, (uint32_t)(length >> 29));
    write_big(last + 64 * blocks - 4, (uint32_t)(length << 3));
    return blocks;
}

static void write_hash(const uint32_t state[8], uint8_t hash[32]) {
    for (int i = 0; i < 8; i++) write_big(hash + 4 * i, state[i]);
}

void sha256_end(sha256_stream *stream, uint8_t hash[32]) {
    uint8_t last[128];
    size_t filled = stream->length % 64;
    memcpy(last, stream->rest, filled);
    compress(stream->state, last, pad(last, filled, stream->length));
    write_hash(stream->state, hash);
}

// The longest message that is laid out as one, prefix and padding included, in blocks: more than nearly all rows have.
enum { short_blocks = 128, short_bytes = 64 * short_blocks - 10 };

// Lays out a message no longer than short_bytes in whole blocks; returns how many.
static size_t lay_out(uint8_t blocks[64 * short_blocks], uint8_t prefix, const void *bytes, size_t count) {
    blocks[0] = prefix;
    if (count > 0) memcpy(blocks + 1, bytes, count);
    size_t length = count + 1, whole = length / 64;
    return whole + pad(blocks + 64 * whole, length % 64, length);
}

void sha256_prefixed(uint8_t prefix, const void *bytes, size_t count, uint8_t hash[32]) {
    sha256_stream none;
    sha256_begin(&none);
    sha256_prefixed_beside(prefix, bytes, count, hash, &none, NULL, 0);
}

size_t sha256_prefixed_beside(
    uint8_t prefix, const void *bytes, size_t count, uint8_t hash[32], sha256_stream *stream, const void *next,
    size_t next_count) {
    if (count > short_bytes) {
        sha256_stream alone;
        sha256_begin(&alone);
        sha256_take(&alone, &prefix, 1);
        sha256_take(&alone, bytes, count);
        sha256_end(&alone, hash);
        return 0;
    }
    uint8_t blocks[64 * short_blocks];
    size_t left = lay_out(blocks, prefix, bytes, count);
    // Up to where the stream's next block begins.
    size_t taken = (64 - stream->length % 64) % 64;
    if (taken > next_count) taken = next_count;
    sha256_take(stream, next, taken);
    size_t pairs = (next_count - taken) / 64;
    if (pairs > left) pairs = left;
    uint32_t state[8];
    memcpy(state, first_state, sizeof state);
    if (pairs > 0) {
        compress_two(state, blocks, stream->state, (const uint8_t *)next + taken, pairs);
        stream->length += 64 * pairs;
    }
    compress(state, blocks + 64 * pairs, left - pairs);
    write_hash(state, hash);
    return taken + 64 * pairs;
}

void sha256_prefixed_two(
    uint8_t prefix, const void *first, size_t first_count, uint8_t first_hash[32], const void *second,
    size_t second_count, uint8_t second_hash[32]) {
    if (first_count > short_bytes || second_count > short_bytes) {
        sha256_prefixed(prefix, first, first_count, first_hash);
        sha256_prefixed(prefix, second, second_count, second_hash);
        return;
    }
    uint8_t blocks[2][64 * short_blocks];
    size_t first_left = lay_out(blocks[0], prefix, first, first_count);
    size_t second_left = lay_out(blocks[1], prefix, second, second_count);
    size_t pairs = first_left < second_left ? first_left : second_left;
    uint32_t states[2][8];
    memcpy(states[0], first_state, sizeof first_state);
    memcpy(states[1], first_state, sizeof first_state);
    compress_two(states[0], blocks[0], states[1], blocks[1], pairs);
    compress(states[0], blocks[0] + 64 * pairs, first_left - pairs);
    compress(states[1], blocks[1] + 64 * pairs, second_left - pairs);
    write_hash(states[0], first_hash);
    write_hash(states[1], second_hash);
}

// Lays out the message of a node, which is two blocks long.
static void lay_out_node(uint8_t blocks[128], const uint8_t left[32], const uint8_t right[32]) {
    blocks[0] = 1;
    memcpy(blocks + 1, left, 32);
    memcpy(blocks + 33, right, 32);
    pad(blocks + 64, 1, 65);
}

void sha256_node(const uint8_t left[32], const uint8_t right[32], uint8_t hash[32]) {
    uint8_t blocks[128];
    lay_out_node(blocks, left, right);
    uint32_t state[8];
    memcpy(state, first_state, sizeof first_state);
    compress(state, blocks, 2);
    write_hash(state, hash);
}

void sha256_nodes(uint8_t *hashes, size_t count) {
    const uint8_t *from = hashes;
    for (; count > 1; count -= 2, from += 128, hashes += 64) {
        uint8_t blocks[2][128];
        lay_out_node(blocks[0], from, from + 32);
        lay_out_node(blocks[1], from + 64, from + 96);
        uint32_t states[2][8];
        memcpy(states[0], first_state, sizeof first_state);
        memcpy(states[1], first_state, sizeof first_state);
        compress_two(states[0], blocks[0], states[1], blocks[1], 2);
        write_hash(states[0], hashes);
        write_hash(states[1], hashes + 32);
    }
    if (count == 1) sha256_node(from, from + 32, hashes);
}
