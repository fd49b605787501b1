#include "CSHA256.h"
#include "compress.h"
#include <string.h>

static const uint32_t first_state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

static void write_big(uint8_t *at, uint32_t value) {
    at[0] = (uint8_t)(value >> 24);
    at[1] = (uint8_t)(value >> 16);
    at[2] = (uint8_t)(value >> 8);
    at[3] = (uint8_t)value;
}

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
        sha256_compress(stream->state, stream->rest, 1);
    }
    sha256_compress(stream->state, next, count / 64);
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
    sha256_compress(stream->state, last, pad(last, filled, stream->length));
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
    if (count > short_bytes) {
        sha256_stream stream;
        sha256_begin(&stream);
        sha256_take(&stream, &prefix, 1);
        sha256_take(&stream, bytes, count);
        sha256_end(&stream, hash);
        return;
    }
    uint8_t blocks[64 * short_blocks];
    uint32_t state[8];
    memcpy(state, first_state, sizeof state);
    sha256_compress(state, blocks, lay_out(blocks, prefix, bytes, count));
    write_hash(state, hash);
}

void sha256_prefixed_two(
    uint8_t first_prefix, const void *first, size_t first_count, uint8_t first_hash[32], uint8_t second_prefix,
    const void *second, size_t second_count, uint8_t second_hash[32]) {
    if (first_count > short_bytes || second_count > short_bytes) {
        sha256_prefixed(first_prefix, first, first_count, first_hash);
        sha256_prefixed(second_prefix, second, second_count, second_hash);
        return;
    }
    uint8_t blocks[2][64 * short_blocks];
    size_t first_left = lay_out(blocks[0], first_prefix, first, first_count);
    size_t second_left = lay_out(blocks[1], second_prefix, second, second_count);
    size_t pairs = first_left < second_left ? first_left : second_left;
    uint32_t states[2][8];
    memcpy(states[0], first_state, sizeof first_state);
    memcpy(states[1], first_state, sizeof first_state);
    sha256_compress_two(states[0], blocks[0], states[1], blocks[1], pairs);
    sha256_compress(states[0], blocks[0] + 64 * pairs, first_left - pairs);
    sha256_compress(states[1], blocks[1] + 64 * pairs, second_left - pairs);
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
    sha256_compress(state, blocks, 2);
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
        sha256_compress_two(states[0], blocks[0], states[1], blocks[1], 2);
        write_hash(states[0], hashes);
        write_hash(states[1], hashes + 32);
    }
    if (count == 1) sha256_node(from, from + 32, hashes);
}
