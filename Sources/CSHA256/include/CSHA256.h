// SHA-256 (FIPS 180-4) with the processor's own instructions where it has them. Swift's libraries have it too, but
// allocate for every hash, which costs more than the hashing where millions of short rows are hashed one by one.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint32_t state[8];
    // How many bytes were hashed so far.
    uint64_t length;
    // The last bytes, which do not make a block yet.
    uint8_t rest[64];
} sha256_stream;

void sha256_begin(sha256_stream *stream);
void sha256_take(sha256_stream *stream, const void *bytes, size_t count);
void sha256_end(sha256_stream *stream, uint8_t hash[32]);

// The hash of one byte and the bytes after it: a Merkle tree's leaf (RFC 6962: 0x00).
void sha256_prefixed(uint8_t prefix, const void *bytes, size_t count, uint8_t hash[32]);
// The same of two messages at once, for which the processor takes little longer than for one.
void sha256_prefixed_two(
    uint8_t first_prefix, const void *first, size_t first_count, uint8_t first_hash[32], uint8_t second_prefix,
    const void *second, size_t second_count, uint8_t second_hash[32]);
// The hash of 0x01 and two hashes: a Merkle tree's node.
void sha256_node(const uint8_t left[32], const uint8_t right[32], uint8_t hash[32]);
// The nodes over each two of 2 * count hashes that lie one after the other; they take the place of the first ones.
void sha256_nodes(uint8_t *hashes, size_t count);

// For tests: whether to do without the processor's instructions from now on.
void sha256_use_portable(int portable);
