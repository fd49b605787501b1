// How blocks of 64 bytes are taken into a hash's state.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef void (*compress_function)(uint32_t state[8], const uint8_t *blocks, size_t count);
// The same for two messages, each with as many blocks.
typedef void (*compress_two_function)(
    uint32_t first[8], const uint8_t *first_blocks, uint32_t second[8], const uint8_t *second_blocks, size_t count);

// What this processor does best.
extern compress_function sha256_compress;
extern compress_two_function sha256_compress_two;
