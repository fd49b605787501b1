#include <isa-l/igzip_lib.h>
#include <isa-l/crc.h>

/// The working memory, in bytes, that deflate at level 1 wants: ISA-L's `ISAL_DEF_LVL1_DEFAULT` is a macro over
/// macros, which Swift does not import.
static const unsigned int isal_deflate_level_1_buffer_size = ISAL_DEF_LVL1_DEFAULT;
